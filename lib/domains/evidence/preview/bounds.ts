/** Wall clocks of the checks that run a project's own code as an application. */

/** Forty pages take a second; ten times that and more, because a busy server is no fault of the project. */
export const PREVIEW_MS = 30_000
/** Fifteen scenarios take two seconds. */
export const BEHAVIOUR_MS = 60_000
/** Beside that, of what is played in a browser: a second or two each, and ten times that on a busy server. */
export const BROWSER_MS = 120_000
/** Of the process that both use. */
export const APPLICATION_MS = PREVIEW_MS + BEHAVIOUR_MS

/** A clock that a check runs by, and whoever calls the whole off. */
export function boundsOf(wallMs: number, called: AbortSignal): { signal: AbortSignal; end: () => void } {
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), wallMs)
  return { signal: AbortSignal.any([called, clock.signal]), end: () => clearTimeout(timer) }
}

/** What is aborted ends by itself and takes away what it made; so long it is waited for. */
const PATIENCE_MS = 4_000

/** Answers what `work` does, and does not wait for it for ever when it is aborted. */
export function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const abort = (): void => {
      timer = setTimeout(() => reject(signal.reason as Error), PATIENCE_MS)
    }
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  })
}
