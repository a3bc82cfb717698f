import { SECOND } from '../../core/time'
import type { Ctx } from '../../context'
import type { Health } from './contract'

/** A worker that beat within this time is alive (it beats every 2 s). */
const ALIVE_MS = 10 * SECOND
const CACHE_MS = 5 * SECOND
let cached: { at: number; health: Promise<Health> } | null = null

async function look(ctx: Ctx): Promise<Health> {
  const since = new Date(ctx.clock.now().getTime() - ALIVE_MS)
  const workers = await ctx.db.workerHeartbeat.count({ where: { beatAt: { gt: since } } })
  const worker = workers > 0 ? 'ok' : 'down'
  return {
    status: worker === 'ok' ? 'ok' : 'degraded',
    database: 'ok',
    worker,
    model: 'off',
    mail: 'off',
  }
}

/**
 * The state of the parts Devora cannot work without, at most 5 s old. Says which part, never why: the why is in the
 * log. A database that is away is no report but a refusal, 503 with `database: "down"`, like everywhere.
 */
export function readHealth(ctx: Ctx): Promise<Health> {
  const now = Date.now()
  if (cached === null || now - cached.at > CACHE_MS) {
    cached = { at: now, health: look(ctx) }
    // What was wrong a moment ago is looked at again.
    cached.health.catch(() => (cached = null))
  }
  return cached.health
}
