/*
 * Messages of a Phoenix channel (https://hexdocs.pm/phoenix/writing_a_channels_client.html), as realtime-js sends and
 * reads them: objects in version 1.0.0, lists in 2.0.0, where broadcasts may also be bytes.
 */

export type Version = '1.0.0' | '2.0.0'
export type Wire = string | ArrayBuffer

export type Frame = {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: Readonly<Record<string, unknown>>
}

/** First byte of a broadcast in bytes: from a client, and to one. */
const FROM_CLIENT = 3
const TO_CLIENT = 4
/** Fifth byte: how the payload is written. */
const AS_BYTES = 0
const AS_JSON = 1

type Json = Readonly<Record<string, unknown>>
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What a client sent; null when it is no message. */
export function decode(wire: Wire, version: Version): Frame | null {
  if (typeof wire !== 'string') return decodeBytes(new Uint8Array(wire))
  const value = parse(wire)
  const [joinRef, ref, topic, event, payload] =
    version === '2.0.0' && Array.isArray(value)
      ? (value as unknown[])
      : isJson(value)
        ? [value['join_ref'], value['ref'], value['topic'], value['event'], value['payload']]
        : []
  if (typeof topic !== 'string' || typeof event !== 'string') return null
  const given = isJson(payload) ? payload : {}
  return { joinRef: textOrNull(joinRef), ref: textOrNull(ref), topic, event, payload: given }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function decodeBytes(bytes: Uint8Array): Frame | null {
  const [kind, ...lengths] = bytes.subarray(0, 6)
  if (kind !== FROM_CLIENT || lengths.length < 5) return null
  let at = 7
  const [joinRef = '', ref = '', topic = '', event = '', meta = ''] = lengths.map((length) => {
    at += length
    return new TextDecoder().decode(bytes.subarray(at - length, at))
  })
  if (at > bytes.length) return null
  const rest = bytes.slice(at)
  const payload = bytes[6] === AS_JSON ? parse(new TextDecoder().decode(rest)) : rest.buffer
  const more = meta === '' ? {} : parse(meta)
  const broadcast = { ...(isJson(more) ? more : {}), type: 'broadcast', event, payload }
  return { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload: broadcast }
}

/** What a client is sent. */
export function encode(frame: Frame, version: Version): Wire {
  const { joinRef, ref, topic, event, payload } = frame
  if (version === '1.0.0') return JSON.stringify({ join_ref: joinRef, ref, topic, event, payload })
  if (event === 'broadcast' && payload['payload'] instanceof ArrayBuffer) {
    return encodeBytes(topic, String(payload['event']), payload['payload'])
  }
  return JSON.stringify([joinRef, ref, topic, event, payload])
}

function encodeBytes(topic: string, event: string, payload: ArrayBuffer): ArrayBuffer {
  const [topicBytes, eventBytes] = [topic, event].map((text) => new TextEncoder().encode(text).slice(0, 255)) as [
    Uint8Array,
    Uint8Array,
  ]
  const header = [TO_CLIENT, topicBytes.length, eventBytes.length, 0, AS_BYTES]
  return new Uint8Array([...header, ...topicBytes, ...eventBytes, ...new Uint8Array(payload)]).buffer
}
