/*
 * Where `@supabase/ssr` and `supabase-js` keep who is signed in: a cookie, in pieces when it is long, or an entry of
 * localStorage, both named after the host of their Supabase (https://supabase.com/docs/guides/auth/server-side).
 */

/** What a sign-in answers; only the token is looked at. */
export type Session = Readonly<Record<string, unknown>> & { access_token: string }

/** Who somebody is, by their token. Text that an application may have written. */
export type Account = { id: string; email: string; name: string }

type Cookie = { name: string; value: string }

const BASE64 = 'base64-'
/** So that a cookie with its attributes stays below what browsers keep (4096 bytes). */
const MAX_PIECE = 3180

export const sessionKey = (supabaseUrl: string): string =>
  `sb-${new URL(supabaseUrl).hostname.split('.')[0] ?? ''}-auth-token`

/** Whether a cookie is the session's, or a piece of it. */
export const isOf = (key: string, name: string): boolean =>
  name === key || (name.startsWith(`${key}.`) && /^\d+$/.test(name.slice(key.length + 1)))

export function sessionCookies(key: string, session: Session): Cookie[] {
  const value = BASE64 + toBase64Url(JSON.stringify(session))
  if (value.length <= MAX_PIECE) return [{ name: key, value }]
  return Array.from({ length: Math.ceil(value.length / MAX_PIECE) }, (_, at) => ({
    name: `${key}.${at}`,
    value: value.slice(at * MAX_PIECE, (at + 1) * MAX_PIECE),
  }))
}

/** The access token in somebody's cookies; null: nobody is signed in by them. */
export const tokenInCookies = (key: string, cookies: readonly Cookie[]): string | null => tokenIn(joined(key, cookies))

/** The session in somebody's cookies, as localStorage has it; null: there is none. */
export function sessionInCookies(key: string, cookies: readonly Cookie[]): string | null {
  const text = joined(key, cookies)
  return tokenIn(text) === null ? null : plain(text)
}

const joined = (key: string, cookies: readonly Cookie[]): string =>
  cookies
    .filter(({ name, value }) => value !== '' && isOf(key, name))
    .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
    .map(({ value }) => decodeUri(value))
    .join('')

const plain = (text: string): string => (text.startsWith(BASE64) ? fromBase64Url(text.slice(BASE64.length)) : text)

/** The same in localStorage. */
export const tokenInStorage = (key: string, entries: readonly (readonly [string, string])[]): string | null =>
  tokenIn(entries.find(([name]) => name === key)?.[1] ?? '')

function tokenIn(text: string): string | null {
  try {
    const session = JSON.parse(plain(text)) as unknown
    const token = (session as Partial<Session> | null)?.access_token
    return typeof token === 'string' ? token : null
  } catch {
    return null
  }
}

/** Whose token it says to be; whoever relies on it verifies it. */
export function accountOf(token: string | null): Account | null {
  try {
    const claims = JSON.parse(fromBase64Url(token?.split('.')[1] ?? '')) as Record<string, unknown>
    const email = text(claims['email'])
    const said = (claims['user_metadata'] ?? {}) as Record<string, unknown>
    const name = text(said['name']) || text(said['full_name']) || text(said['display_name']) || email
    return typeof claims['sub'] === 'string' ? { id: claims['sub'], email, name: name.slice(0, 100) } : null
  } catch {
    return null
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function decodeUri(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const toBase64Url = (value: string): string =>
  btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const fromBase64Url = (value: string): string =>
  new TextDecoder().decode(
    Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)),
  )
