import { Channel } from './channel.ts'
import { decode, encode, type Frame, type Version, type Wire } from './frames.ts'
import type { Realtime } from './realtime.ts'
import { readToken, refusalOf } from './token.ts'

/** The other end of a socket. */
export type Socket = { send(data: Wire): void; close(code: number, reason: string): void }

type Json = Readonly<Record<string, unknown>>

const MAX_CHANNELS = 100
const MAX_LENGTH = 3 * 1024 * 1024

const lengthOf = (wire: Wire): number => (typeof wire === 'string' ? wire.length : wire.byteLength)

/** One client: its messages are worked on one after the other. */
export class Connection {
  readonly #realtime: Realtime
  readonly #socket: Socket
  readonly #version: Version
  readonly #key: string
  readonly #channels = new Map<string, Channel>()
  #work: Promise<unknown> = Promise.resolve()
  #isOpen = true

  constructor(realtime: Realtime, socket: Socket, version: Version, key: string) {
    this.#realtime = realtime
    this.#socket = socket
    this.#version = version
    this.#key = key
  }

  /** What the client sent. */
  receive(wire: Wire): void {
    if (!this.#isOpen) return
    if (lengthOf(wire) > MAX_LENGTH) {
      this.#socket.close(1009, 'message too big')
      return this.close()
    }
    const frame = decode(wire, this.#version)
    if (frame) this.#work = this.#work.then(() => this.#answer(frame)).catch(this.#realtime.onError)
  }

  /** The client is gone. */
  close(): void {
    this.#isOpen = false
    for (const channel of this.#channels.values()) channel.leave()
    this.#channels.clear()
  }

  async #answer(frame: Frame): Promise<void> {
    if (!this.#isOpen) return
    if (frame.topic === 'phoenix') return this.#reply(frame, 'ok', {})
    if (frame.event === 'phx_join') return await this.#join(frame)
    const channel = this.#channels.get(frame.topic)
    if (!channel) return this.#reply(frame, 'error', { reason: 'unmatched topic' })
    switch (frame.event) {
      case 'phx_leave':
        channel.leave()
        this.#channels.delete(frame.topic)
        this.#reply(frame, 'ok', {})
        return this.#send({ ...frame, event: 'phx_close', payload: {} })
      case 'access_token':
        return await this.#renew(channel, frame)
      case 'broadcast': {
        const isSent = channel.send(frame.payload)
        if (channel.isAcknowledged) this.#reply(frame, isSent ? 'ok' : 'error', {})
        return
      }
      case 'presence':
        return this.#reply(frame, channel.track(frame.payload) ? 'ok' : 'error', {})
      default:
        return this.#reply(frame, 'error', { reason: 'unknown event' })
    }
  }

  async #join(frame: Frame): Promise<void> {
    this.#channels.get(frame.topic)?.leave()
    this.#channels.delete(frame.topic)
    const refuse = (reason: string): void => this.#reply(frame, 'error', { reason })
    if (!/^realtime:./.test(frame.topic)) return refuse('TopicNameRequired: You must provide a topic name')
    if (this.#channels.size >= MAX_CHANNELS) return refuse('ChannelRateLimitReached: Too many channels')
    const channel = this.#open(frame)
    if (typeof channel === 'string') return refuse(channel)
    const answer = await this.#enter(channel)
    if (typeof answer === 'string') return refuse(answer)
    // The client may have gone while the database was asked.
    if (!this.#isOpen) return channel.leave()
    this.#channels.set(frame.topic, channel)
    this.#reply(frame, 'ok', answer)
    channel.greet()
  }

  /** What a join is answered with; a text with why not, also when the database fails. */
  async #enter(channel: Channel): Promise<Json | string> {
    try {
      await this.#realtime.feed.start()
      return await channel.join()
    } catch (error) {
      this.#realtime.onError(error)
      channel.leave()
      return refusalOf(error)
    }
  }

  /** A channel as whom the token says; a text with why not. */
  #open(frame: Frame): Channel | string {
    const token = frame.payload['access_token'] ?? frame.payload['user_token'] ?? this.#key
    try {
      const caller = readToken(String(token), this.#realtime.keys, this.#realtime.now())
      return new Channel(this.#realtime, frame, caller, (event, payload) =>
        this.#send({ joinRef: null, ref: null, topic: frame.topic, event, payload }),
      )
    } catch (error) {
      return refusalOf(error)
    }
  }

  async #renew(channel: Channel, frame: Frame): Promise<void> {
    const token = frame.payload['access_token']
    if (typeof token !== 'string') return
    try {
      await channel.renew(readToken(token, this.#realtime.keys, this.#realtime.now()))
    } catch (error) {
      this.#channels.delete(frame.topic)
      channel.end(refusalOf(error))
    }
  }

  #reply(frame: Frame, status: 'ok' | 'error', response: Json): void {
    this.#send({ ...frame, event: 'phx_reply', payload: { status, response } })
  }

  #send(frame: Frame): void {
    if (this.#isOpen) this.#socket.send(encode(frame, this.#version))
  }
}
