import type { Database } from '../database.ts'
import type { Keys } from '../keys.ts'
import type { Context } from '../part.ts'
import { Feed } from './feed.ts'
import { Hub } from './hub.ts'

/** What all connections share. */
export class Realtime {
  readonly database: Database
  readonly keys: Keys
  readonly now: () => number
  readonly onError: (error: unknown) => void
  readonly hub = new Hub()
  readonly feed: Feed
  #ids = 0

  constructor({ database, keys, now, onError }: Context) {
    this.database = database
    this.keys = keys
    this.now = now
    this.onError = onError
    this.feed = new Feed(database, this.hub, onError)
  }

  /** A number by which a client knows its own subscriptions again. */
  newId(): number {
    this.#ids += 1
    return this.#ids
  }
}
