import type { Database } from '../database.ts'
import type { Caller } from '../part.ts'
import { CHANNEL, readChange, seenBy, watchTables, type Seen } from './changes.ts'
import type { Hub } from './hub.ts'
import { isMeant, type Binding } from './subscriptions.ts'

/** Somebody who hears of changes of rows. */
export type Follower = {
  caller(): Caller
  bindings: readonly Binding[]
  tell(seen: Seen): void
}

type Stop = () => Promise<void>

/**
 * What the database tells: changes of rows, and messages that SQL sent. Listens only while somebody is there, and tells
 * one after the other, in the order in which they were committed.
 */
export class Feed {
  readonly #database: Database
  readonly #hub: Hub
  readonly #onError: (error: unknown) => void
  readonly #followers = new Set<Follower>()
  #work: Promise<unknown> = Promise.resolve()
  #stops: Promise<Stop[]> | null = null

  constructor(database: Database, hub: Hub, onError: (error: unknown) => void) {
    this.#database = database
    this.#hub = hub
    this.#onError = onError
  }

  /** Begins to listen to the database; twice is once. */
  async start(): Promise<void> {
    this.#stops ??= Promise.all([
      this.#database.listen(CHANNEL, (id) => this.#inTurn(() => this.#tellChange(id))),
      this.#database.listen('realtime_messages', (id) => this.#inTurn(() => this.#tellMessage(id))),
    ])
    const starting = this.#stops
    try {
      await starting
    } catch (error) {
      // The next who asks tries again.
      if (this.#stops === starting) this.#stops = null
      throw error
    }
  }

  async stop(): Promise<void> {
    const stops = this.#stops
    this.#stops = null
    for (const stop of (await stops) ?? []) await stop()
    await this.#work
  }

  async follow(follower: Follower): Promise<void> {
    await watchTables(this.#database)
    this.#followers.add(follower)
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower)
  }

  #inTurn(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#onError)
  }

  async #tellChange(id: string): Promise<void> {
    if (this.#followers.size === 0) return
    const change = await readChange(this.#database, id)
    if (!change) return
    for (const follower of this.#followers) {
      const bindings = follower.bindings.filter((binding) => isMeant(binding, change))
      if (bindings.length === 0) continue
      for (const seen of await seenBy(this.#database, follower.caller(), change, bindings)) {
        // They may have left meanwhile.
        if (this.#followers.has(follower)) follower.tell(seen)
      }
    }
  }

  async #tellMessage(id: string): Promise<void> {
    const { rows } = await this.#database.query<{ topic: string; event: string; payload: unknown; private: boolean }>(
      `select topic, event, payload, coalesce(private, false) as private from realtime.messages where id::text = $1`,
      [id],
      { role: 'service_role' },
    )
    const message = rows[0]
    if (!message) return
    const { topic, event, payload } = message
    this.#hub.broadcast(topic, message.private, { type: 'broadcast', event, payload, meta: { id } })
  }
}
