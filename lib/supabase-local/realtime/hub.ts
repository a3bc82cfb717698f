import { Presence, type Diff } from './presence.ts'

/** Somebody on a topic. */
export type Listener = {
  /** A broadcast for this topic. */
  broadcast(payload: Readonly<Record<string, unknown>>): void
  /** Who came and went. */
  presence(diff: Diff): void
}

type Topic = { listeners: Set<Listener>; presence: Presence }

/** Who listens where. A private topic and a public one of the same name are two. */
export class Hub {
  readonly #topics = new Map<string, Topic>()

  join(name: string, isPrivate: boolean, listener: Listener): Presence {
    const key = keyOf(name, isPrivate)
    const topic = this.#topics.get(key) ?? { listeners: new Set(), presence: new Presence() }
    this.#topics.set(key, topic)
    topic.listeners.add(listener)
    return topic.presence
  }

  leave(name: string, isPrivate: boolean, listener: Listener): void {
    const key = keyOf(name, isPrivate)
    const topic = this.#topics.get(key)
    if (!topic?.listeners.delete(listener)) return
    const diff = topic.presence.untrack(listener)
    if (diff) this.tell(name, isPrivate, diff)
    if (topic.listeners.size === 0) this.#topics.delete(key)
  }

  /** To everybody on the topic but one. */
  broadcast(
    name: string,
    isPrivate: boolean,
    payload: Readonly<Record<string, unknown>>,
    but: Listener | null = null,
  ): void {
    for (const listener of this.#topics.get(keyOf(name, isPrivate))?.listeners ?? []) {
      if (listener !== but) listener.broadcast(payload)
    }
  }

  tell(name: string, isPrivate: boolean, diff: Diff): void {
    for (const listener of this.#topics.get(keyOf(name, isPrivate))?.listeners ?? []) listener.presence(diff)
  }
}

const keyOf = (name: string, isPrivate: boolean): string => `${isPrivate ? 'private' : 'public'} ${name}`
