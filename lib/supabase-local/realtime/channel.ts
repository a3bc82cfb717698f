import type { Caller } from '../part.ts'
import { mayRead, mayWrite, type Extension } from './access.ts'
import type { Seen } from './changes.ts'
import type { Follower } from './feed.ts'
import { isJson, type Frame } from './frames.ts'
import type { Listener } from './hub.ts'
import type { Presence } from './presence.ts'
import type { Realtime } from './realtime.ts'
import { bindingBody, readBinding, tryBinding, type Binding } from './subscriptions.ts'
import { isOver } from './token.ts'

type Json = Readonly<Record<string, unknown>>
type Push = (event: string, payload: Json) => void

type Config = {
  isPrivate: boolean
  self: boolean
  ack: boolean
  isPresent: boolean
  presenceKey: string
  changes: readonly unknown[]
  /** Whether the client wants to hear that the database is listened to. */
  isReadyTold: boolean
}

const member = (value: unknown, name: string): unknown => (isJson(value) ? value[name] : undefined)

function readConfig(payload: Json): Config {
  const config = payload['config']
  const broadcast = member(config, 'broadcast')
  const presence = member(config, 'presence')
  const key = member(presence, 'key')
  const changes = member(config, 'postgres_changes')
  return {
    isPrivate: member(config, 'private') === true,
    self: member(broadcast, 'self') === true,
    ack: member(broadcast, 'ack') === true,
    isPresent: member(presence, 'enabled') !== false,
    presenceKey: typeof key === 'string' && key !== '' ? key : newKey(),
    changes: Array.isArray(changes) ? changes.slice(0, MAX_BINDINGS) : [],
    isReadyTold: member(broadcast, 'replication_ready') === true,
  }
}

const MAX_BINDINGS = 100

const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** What somebody may do on a private topic; on a public one everything. */
type Rights = Record<`${'read' | 'write'} ${Extension}`, boolean>
const ALL: Rights = { 'read broadcast': true, 'write broadcast': true, 'read presence': true, 'write presence': true }

/** One topic that a client has joined. */
export class Channel implements Listener, Follower {
  readonly topic: string
  readonly joinRef: string | null
  bindings: Binding[] = []
  readonly #name: string
  readonly #config: Config
  readonly #realtime: Realtime
  readonly #push: Push
  #caller: Caller
  #rights: Rights = ALL
  #presence: Presence | null = null

  constructor(realtime: Realtime, frame: Frame, caller: Caller, push: Push) {
    this.topic = frame.topic
    this.joinRef = frame.joinRef
    this.#name = frame.topic.replace(/^realtime:/, '')
    this.#config = readConfig(frame.payload)
    this.#realtime = realtime
    this.#caller = caller
    this.#push = push
  }

  caller(): Caller {
    return this.#caller
  }

  /** The answer to a join; a text with why not. What follows it is pushed by `follow`. */
  async join(): Promise<Json | string> {
    const { isPrivate } = this.#config
    this.#rights = await this.#readRights()
    if (isPrivate && !this.#rights['read broadcast'] && !this.#rights['read presence']) {
      return `Unauthorized: You do not have permissions to read from this Channel topic: ${this.#name}`
    }
    this.#presence = this.#realtime.hub.join(this.#name, isPrivate, this)
    const answers: object[] = []
    const faults: string[] = []
    for (const asked of this.#config.changes) {
      const binding = readBinding(asked, this.#realtime.newId())
      const fault = typeof binding === 'string' ? binding : await this.#try(binding)
      if (fault !== null) faults.push(fault)
      answers.push(
        typeof binding === 'string' ? { ...(isJson(asked) ? asked : {}), id: 0 } : bindingBody(binding, asked),
      )
      if (fault === null && typeof binding !== 'string') this.bindings.push(binding)
    }
    this.#fault = faults[0] ?? null
    // Before the answer: who is told that they have joined misses no change from then on.
    if (this.bindings.length > 0) await this.#realtime.feed.follow(this)
    return { postgres_changes: answers }
  }

  #fault: string | null = null

  #try(binding: Binding): Promise<string | null> {
    return tryBinding(this.#realtime.database, this.#caller, binding)
  }

  /** What comes after the answer: who is there, and that changes are listened to. */
  greet(): void {
    if (this.#config.isPresent && this.#rights['read presence'])
      this.#push('presence_state', this.#presence?.state() ?? {})
    if (this.#config.isReadyTold) this.#system('system', 'ok', 'Replication connection established')
    if (this.#config.changes.length === 0) return
    if (this.#fault !== null) {
      const message =
        'Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given'
      this.#system('postgres_changes', 'error', `${message} connect parameters: ${this.#fault}`)
    }
    if (this.#fault === null) this.#system('postgres_changes', 'ok', 'Subscribed to PostgreSQL')
  }

  async #readRights(): Promise<Rights> {
    if (!this.#config.isPrivate) return ALL
    const { database } = this.#realtime
    const rights = { ...ALL }
    for (const kind of ['broadcast', 'presence'] as const) {
      rights[`read ${kind}`] = await mayRead(database, this.#caller, this.#name, kind)
      rights[`write ${kind}`] = await mayWrite(database, this.#caller, this.#name, kind)
    }
    return rights
  }

  leave(): void {
    this.#realtime.feed.unfollow(this)
    this.#realtime.hub.leave(this.#name, this.#config.isPrivate, this)
  }

  /** A newer token: from now on its rights count. */
  async renew(caller: Caller): Promise<void> {
    this.#caller = caller
    this.#rights = await this.#readRights()
  }

  /** Sends for the client; false when it may not. */
  send(payload: Json): boolean {
    if (!this.#rights['write broadcast']) return false
    const { isPrivate, self } = this.#config
    const told = { ...payload, type: 'broadcast' }
    this.#realtime.hub.broadcast(this.#name, isPrivate, told, self ? null : this)
    return true
  }

  get isAcknowledged(): boolean {
    return this.#config.ack
  }

  /** `track` and `untrack`; false when it may not. */
  track(payload: Json): boolean {
    if (!this.#rights['write presence'] || !this.#presence) return false
    const given = payload['payload']
    const diff =
      payload['event'] === 'untrack'
        ? this.#presence.untrack(this)
        : this.#presence.track(this, this.#config.presenceKey, isJson(given) ? given : {})
    if (diff) this.#realtime.hub.tell(this.#name, this.#config.isPrivate, diff)
    return true
  }

  broadcast(payload: Json): void {
    if (this.#rights['read broadcast'] && this.#isValid()) this.#push('broadcast', payload)
  }

  presence(diff: Json): void {
    if (this.#config.isPresent && this.#rights['read presence'] && this.#isValid()) this.#push('presence_diff', diff)
  }

  tell({ ids, data }: Seen): void {
    if (this.#isValid()) this.#push('postgres_changes', { ids, data })
  }

  /** Whoever's token has ended hears nothing any more, and is told so once. */
  #isValid(): boolean {
    if (!isOver(this.#caller, this.#realtime.now())) return true
    this.end('Token has expired')
    return false
  }

  /** Ends it from this side. */
  end(message: string): void {
    this.leave()
    this.#system('system', 'error', message)
    this.#push('phx_close', {})
  }

  #system(extension: string, status: string, message: string): void {
    this.#push('system', { extension, status, message, channel: this.#name })
  }
}
