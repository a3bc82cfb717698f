import type { CookieJar } from '../server/cookie-jar.ts'
import {
  type Account,
  accountOf,
  isOf,
  type Session,
  sessionCookies,
  sessionKey,
  tokenInCookies,
  tokenInStorage,
} from './session-cookie.ts'

type Storage = { local: [string, string][] }

/** As whom somebody's browser is signed in, wherever the application keeps that. */
export class Login {
  readonly #key: string
  readonly #jar: CookieJar
  readonly #storage: Storage
  /** The token that was put into both places, as we do not know in which the application looks. */
  #given: string | null = null

  constructor(supabaseUrl: string, jar: CookieJar, storage: Storage) {
    this.#key = sessionKey(supabaseUrl)
    this.#jar = jar
    this.#storage = storage
    const byStorage = tokenInStorage(this.#key, storage.local)
    if (byStorage !== null && tokenInCookies(this.#key, jar.all()) !== null) this.#given = byStorage
  }

  enter(session: Session): void {
    this.#leave()
    for (const { name, value } of sessionCookies(this.#key, session)) this.#jar.set(name, value)
    this.#storage.local = [...this.#storage.local, [this.#key, JSON.stringify(session)]]
    this.#given = session.access_token
  }

  #leave(): void {
    for (const { name } of this.#jar.all()) if (isOf(this.#key, name)) this.#jar.set(name, '')
    this.#storage.local = this.#storage.local.filter(([name]) => name !== this.#key)
    this.#given = null
  }

  token(): string | null {
    const byCookies = tokenInCookies(this.#key, this.#jar.all())
    const byStorage = tokenInStorage(this.#key, this.#storage.local)
    if (this.#given === null) return byCookies ?? byStorage
    // The application signed them out in its place; the other one would sign them in again.
    if (byCookies === null || byStorage === null) {
      this.#leave()
      return null
    }
    return byCookies === this.#given ? byStorage : byCookies
  }

  account(): Account | null {
    return accountOf(this.token())
  }
}
