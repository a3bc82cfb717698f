import type { Link } from './rpc.ts'

const EVERY_MS = 4_000

/**
 * Asks again and again whether the other side still answers. A clock that stood still itself, as in a tab that the
 * browser has put to sleep, counts for nothing.
 * @param isAwake looked at before each question; while it says no, nothing is asked
 * @returns what ends it
 */
export function watch(
  link: Pick<Link, 'call'>,
  limitMs: number,
  onStuck: () => void,
  isAwake: () => boolean = () => true,
): () => void {
  let waitedMs = 0
  let isWaiting = false
  let before = performance.now()
  const end = (): void => clearInterval(timer)
  const timer = setInterval(() => {
    const now = performance.now()
    const passed = Math.min(now - before, 2 * EVERY_MS)
    before = now
    if (!isAwake()) {
      waitedMs = 0
      return
    }
    if (isWaiting) {
      waitedMs += passed
      if (waitedMs < limitMs) return
      end()
      return onStuck()
    }
    isWaiting = true
    waitedMs = 0
    const heard = (): void => void (isWaiting = false)
    // A refusal is an answer too.
    link.call('ping', null).then(heard, heard)
  }, EVERY_MS)
  return end
}
