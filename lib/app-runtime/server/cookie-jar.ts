type Cookie = { value: string; path: string; until: number }

/** The cookies of one person's browser, as far as one application is concerned (RFC 6265). */
export class CookieJar {
  private readonly cookies: Map<string, Cookie>
  private readonly now: () => number

  /** @param kept what `entries` gave */
  constructor(now: () => number = Date.now, kept: readonly [string, Cookie][] = []) {
    this.now = now
    this.cookies = new Map(kept)
  }

  /** All that it holds. */
  entries(): [string, Cookie][] {
    return [...this.cookies]
  }

  /** The `Cookie` header for a path; empty when there are none. */
  header(path: string): string {
    const now = this.now()
    return [...this.cookies]
      .filter(([, cookie]) => cookie.until > now && covers(cookie.path, path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
  }

  /** Every cookie there is, as names and values. */
  all(): { name: string; value: string }[] {
    return [...this.cookies].map(([name, { value }]) => ({ name, value }))
  }

  /** Sets one for the whole application. */
  set(name: string, value: string): void {
    this.cookies.set(name, { value, path: '/', until: value === '' ? 0 : Infinity })
  }

  /** Holds what a browser sends, and nothing else. */
  replace(header: string): void {
    this.cookies.clear()
    for (const pair of header.split(';')) {
      const at = pair.indexOf('=')
      if (at > 0) this.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
    }
  }

  /** Keeps what an answer sets. */
  keep(headers: Headers, path: string): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const at = pair.indexOf('=')
      if (at < 1) continue
      const said = new Map(
        attributes
          .map((one) => one.split('=', 2) as [string, string?])
          .map(([name, value]) => [name.toLowerCase(), value ?? '']),
      )
      const scope =
        said.get('path')?.startsWith('/') === true
          ? String(said.get('path'))
          : path.slice(0, Math.max(1, path.lastIndexOf('/')))
      this.cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), path: scope, until: untilOf(said, this.now()) })
    }
  }
}

const covers = (scope: string, path: string): boolean =>
  path === scope || path.startsWith(scope.endsWith('/') ? scope : `${scope}/`)

function untilOf(said: ReadonlyMap<string, string>, now: number): number {
  const age = said.get('max-age')
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1000
  const expires = Date.parse(said.get('expires') ?? '')
  return Number.isNaN(expires) ? Infinity : expires
}
