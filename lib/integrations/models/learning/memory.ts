import { createHash } from 'node:crypto'
import type { Db, Json } from '../../../core/db/db'
import { DAY, MINUTE } from '../../../core/time'
import { type Capabilities, KEPT_DAYS, NOTHING_LEARNT, readCapabilities } from './capabilities'

/*
 * Where what was learnt is kept. Whoever asks through the same server with the same key shares it, nobody else does: a
 * server may treat its customers differently, and nobody should be able to teach another person's calls anything.
 */

export type CapabilityStore = {
  load(key: string): Promise<Capabilities | null>
  save(key: string, known: Capabilities): Promise<void>
}

/** What a model's row is found by; says nothing about address, key or owner. */
export const capabilityKey = (of: { baseUrl: string; apiKey: string | null; model: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([of.baseUrl, of.apiKey, of.model]))
    .digest('base64url')

/** Rows of `model_capability`: shared by all processes of the installation. */
export function capabilitiesInDb(db: Db, now: () => Date): CapabilityStore {
  return {
    async load(key) {
      const row = await db.modelCapability.findUnique({ where: { key } })
      return row === null || row.expiresAt < now() ? null : readCapabilities(row.known)
    },
    async save(key, known) {
      const row = { known: known as unknown as Json, expiresAt: new Date(now().getTime() + KEPT_DAYS * DAY) }
      await db.modelCapability.upsert({ where: { key }, create: { key, ...row }, update: row, select: { key: true } })
    },
  }
}

/** How long a process goes by what it has read; a test in the settings reaches a running worker after that. */
const FRESH_MS = MINUTE

export type Memory = {
  /** What is known now; the same object is never changed. */
  known(): Capabilities
  /** Reads what others have learnt meanwhile; a store that does not answer costs nothing but the knowledge. */
  recall(): Promise<Capabilities>
  learn(more: Partial<Capabilities>, options?: { isCertain: boolean }): void
}

/** What is known about one model, in this process and behind it in the store. */
export function createMemory(key: string, store: CapabilityStore | null, now: () => number): Memory {
  let known = NOTHING_LEARNT
  let readAt = Number.NEGATIVE_INFINITY
  return {
    known: () => known,
    async recall() {
      if (store !== null && now() - readAt > FRESH_MS) {
        readAt = now()
        known = (await store.load(key).catch(() => null)) ?? known
      }
      return known
    },
    learn(more, { isCertain } = { isCertain: true }) {
      const refused = [...new Set([...known.refused, ...(more.refused ?? [])])]
      known = { ...known, ...more, refused }
      if (isCertain) void store?.save(key, known).catch(() => undefined)
    },
  }
}
