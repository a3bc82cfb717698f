/** Who is in a topic, by key; somebody may be there several times, once per channel. */
export type Metas = Record<string, { metas: Record<string, unknown>[] }>
export type Diff = { joins: Metas; leaves: Metas }

type Meta = Record<string, unknown> & { phx_ref: string }

/** The presences of one topic. */
export class Presence {
  readonly #present = new Map<object, { key: string; meta: Meta }>()
  #count = 0

  state(): Metas {
    const state: Metas = Object.create(null) as Metas
    for (const { key, meta } of this.#present.values()) (state[key] ??= { metas: [] }).metas.push(meta)
    return state
  }

  /** `who` is there with this to say; what they said before goes. */
  track(who: object, key: string, payload: Readonly<Record<string, unknown>>): Diff {
    const before = this.#present.get(who)
    const ref = `ref-${++this.#count}`
    const meta: Meta = { ...payload, phx_ref: ref, ...(before ? { phx_ref_prev: before.meta.phx_ref } : {}) }
    this.#present.set(who, { key, meta })
    return { joins: one(key, meta), leaves: before ? one(before.key, before.meta) : {} }
  }

  /** Null when they were not there. */
  untrack(who: object): Diff | null {
    const before = this.#present.get(who)
    if (!before) return null
    this.#present.delete(who)
    return { joins: {}, leaves: one(before.key, before.meta) }
  }
}

/** A key comes from a client: `__proto__` is one like any other. */
const one = (key: string, meta: Meta): Metas => Object.fromEntries([[key, { metas: [meta] }]])
