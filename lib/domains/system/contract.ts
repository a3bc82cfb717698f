import { z } from 'zod'
import { endpoint } from '../../http/endpoint'

/** Whether Devora is alive, and what it is made of. Browser-safe. */

export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  database: z.enum(['ok', 'down']),
  worker: z.enum(['ok', 'down']),
  /** Built-in makers are always there; `model` says whether one that needs a key is configured. */
  model: z.enum(['ok', 'off']),
  mail: z.enum(['ok', 'off']),
})
export type Health = z.infer<typeof Health>

export const ping = endpoint({
  id: 'ping',
  method: 'GET',
  path: '/system/ping',
  tag: 'System',
  summary: 'Liveness',
  auth: 'public',
  isAlone: true,
  reply: z.object({ pong: z.literal(true) }),
})
export const health = endpoint({
  id: 'health',
  method: 'GET',
  path: '/system/health',
  tag: 'System',
  summary: 'Database, worker, model, mail',
  auth: 'public',
  reply: Health,
})
export const openapi = endpoint({
  id: 'openapi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'System',
  summary: 'This API as OpenAPI 3.1',
  auth: 'public',
  reply: z.record(z.string(), z.unknown()),
})

export const endpoints = [ping, health, openapi]
