const AGAIN_MS = 2_000

/**
 * The reader of a run's events. It is loaded for runs that go on: it looks at each event before it is shown, and most
 * runs that are opened have ended. A script that did not come (the network was gone) is not asked for again by the
 * page's loader, so as soon as Devora can be reached the page is opened anew: the server knows all that was on it.
 */
export async function loadReader(signal: AbortSignal): Promise<typeof import('./read-run-events')> {
  try {
    return await import('./read-run-events')
  } catch (error) {
    while (!(await isReachable(signal))) await new Promise((done) => setTimeout(done, AGAIN_MS))
    signal.throwIfAborted()
    location.reload()
    throw error
  }
}

/** Also when nobody wants to know any more. */
const isReachable = (signal: AbortSignal): Promise<boolean> =>
  fetch('/api/v2/system/ping', { cache: 'no-store', signal }).then(
    ({ ok }) => ok,
    () => signal.aborted,
  )
