/*
 * Small things that a browser remembers for a page. Storage can be off, full, or hold what somebody else wrote; then
 * what was chosen holds for the page that is open, and nothing else is lost.
 */

/** What is kept under a name; null when nothing is. */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** The same as JSON; null also for what is none. */
export function readKeptJson(name: string): unknown {
  try {
    return JSON.parse(readKept(name) ?? 'null')
  } catch {
    return null
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // See above.
  }
}
