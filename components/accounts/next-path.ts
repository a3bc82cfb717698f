/**
 * Where to go after signing in: only a path of this site. `//host`, `/\host` and control characters (which browsers
 * strip before they parse) would lead elsewhere, and a sign-in page that forwards to a stranger's page is a phishing
 * tool.
 */
export function safeNext(next: string | null | undefined, fallback = '/projects'): string {
  if (next === null || next === undefined || next.length > 2_000) return fallback
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (!/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(next)) return fallback
  const base = 'http://devora.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  return url === null || url.origin !== base ? fallback : url.pathname + url.search + url.hash
}
