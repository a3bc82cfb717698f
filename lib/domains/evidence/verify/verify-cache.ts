import { createHash } from 'node:crypto'
import type { Manifest } from '../../spec/manifest'
import type { Check, CheckOutcome } from '../check'
import { byCodeUnit } from '../paths'
import { isLasting } from './shortage'

/**
 * Remembers what a check said about the files it depends on, so that an edit of one file runs again only what that edit
 * can change. Content-addressed: two projects share an entry only when those files are byte for byte the same. What was
 * short of time, memory or a server is neither kept nor handed out.
 */
export type VerifyCache = { get(key: string): KeptOutcome | undefined; set(key: string, kept: KeptOutcome): void }
/** `checkedAt`: when the check ran, as an ISO time; who reads a result taken over is told. */
export type KeptOutcome = { outcome: CheckOutcome; checkedAt: string }

/** The least recently used entry goes first; an outcome is a few kilobytes. */
export function createVerifyCache(entries = 200): VerifyCache {
  const kept = new Map<string, KeptOutcome>()
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      if (!isLasting(found.outcome)) return undefined
      kept.set(key, found)
      return found
    },
    set(key, one) {
      if (!isLasting(one.outcome)) return
      kept.set(key, one)
      if (kept.size > entries) kept.delete(kept.keys().next().value as string)
    },
  }
}

/** Key of a check over the files it reads; a check that does not say what it reads depends on all of them. */
export function cacheKey(check: Check, manifest: Manifest): string {
  const digest = createHash('sha256').update(`${check.name}\n`)
  const depends = check.dependsOn ?? (() => true)
  for (const path of [...manifest.keys()].filter((one) => depends(one)).sort(byCodeUnit))
    digest.update(`${path}\t${manifest.get(path)?.sha256}\n`)
  return digest.digest('hex')
}
