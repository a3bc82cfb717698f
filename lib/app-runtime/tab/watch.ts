import type { Link } from './rpc.ts'

const EVERY_MS = 4_000

export type Watching = {
  onStuck: () => void
  /** It answers after all. */
  onBack?: () => void
  /** Looked at before each question; while it says no, nothing is asked. */
  isAwake?: () => boolean
}

/**
 * Asks again and again whether the other side still answers. A clock that stood still itself, as in a tab that the
 * browser has put to sleep, counts for nothing.
 * @returns what ends it
 */
export function watch(link: Pick<Link, 'call'>, limitMs: number, watching: Watching): () => void {
  const { onStuck, onBack, isAwake = () => true } = watching
  let waitedMs = 0
  let isWaiting = false
  let isStuck = false
  let before = performance.now()
  const heard = (): void => {
    isWaiting = false
    if (isStuck) onBack?.()
    isStuck = false
  }
  const timer = setInterval(() => {
    const now = performance.now()
    const passed = Math.min(now - before, 2 * EVERY_MS)
    before = now
    if (!isAwake()) {
      waitedMs = 0
    } else if (isWaiting) {
      waitedMs += passed
      if (waitedMs < limitMs || isStuck) return
      isStuck = true
      onStuck()
    } else {
      isWaiting = true
      waitedMs = 0
      // A refusal is an answer too.
      link.call('ping', null).then(heard, heard)
    }
  }, EVERY_MS)
  return () => clearInterval(timer)
}
