const BASE = 'http://devora.invalid'

/** How a browser reads a path: dot segments resolved, in whatever spelling; null when it leads to another host. */
function normalise(path: string): string | null {
  const url = URL.canParse(path, BASE) ? new URL(path, BASE) : null
  return url === null || url.origin !== BASE ? null : url.pathname + url.search + url.hash
}

/**
 * Where to go after signing in: only a path of this site. `//host`, `/\host` and control characters (which browsers
 * strip before they parse) would lead elsewhere, and a sign-in page that forwards to another site is a phishing
 * tool. What counts is the path as a browser reads it: `/.//host` and `/%2e//host` become `//host` only then, so it is
 * read until nothing changes any more.
 */
export function safeNext(next: string | null | undefined, fallback = '/projects'): string {
  if (next === null || next === undefined || next.length > 2_000) return fallback
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  const isPlain = (path: string) => /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(path)
  if (!isPlain(next)) return fallback
  const path = normalise(next)
  return path !== null && isPlain(path) && normalise(path) === path ? path : fallback
}
