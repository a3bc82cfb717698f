/*
 * Where links of mails may send the browser. What is not on the list becomes the site's own address, so that nobody can
 * write a link to this server which hands a person's tokens to another host.
 */

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const isWeb = (url: URL): boolean => url.protocol === 'http:' || url.protocol === 'https:'

/** Supabase's patterns: `*` is one part of a path or host, `**` is any number of them, `?` is one character. */
function matches(pattern: string, address: string): boolean {
  const source = pattern.replaceAll(/\*\*|[*?.+^${}()|[\]\\]/g, (found) => {
    if (found === '**') return '.*'
    if (found === '*') return '[^./]*'
    return found === '?' ? '[^./]' : `\\${found}`
  })
  return new RegExp(`^${source}$`).test(address)
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** The address, normalised so that server and browser read the same host in it; null when it is not allowed. */
export function allowedRedirect(asked: string, siteUrl: string, patterns: readonly string[]): string | null {
  const url = parse(asked)
  const site = parse(siteUrl)
  if (!url || url.username !== '' || url.password !== '') return null
  const isSite = site !== null && isWeb(url) && url.origin === site.origin
  const isHere = isWeb(url) && LOOPBACK.has(url.hostname)
  const isListed = patterns.some((pattern) => matches(pattern, url.href.split('#')[0] ?? '') || pattern === asked)
  if (!isSite && !isHere && !isListed) return null
  if (url.protocol === 'javascript:' || url.protocol === 'data:') return null
  // `http://site` stays as it was written: applications compare it.
  return url.href === `${asked}/` ? asked : url.href
}

/** Adds members to the part after `#`, which browsers do not send to servers. */
export function withFragment(address: string, members: Readonly<Record<string, string>>): string {
  return `${address.split('#')[0]}#${new URLSearchParams(members).toString()}`
}

/** Adds members to the query. */
export function withQuery(address: string, members: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value)
  return url.href
}
