/** A body was longer than it may be; what had come of it is thrown away. */
export class BodyTooLarge extends Error {
  constructor() {
    super('The body is too large.')
  }
}

/**
 * The body of a request, and no more of it than `max` bytes, however many are announced or sent.
 * @throws BodyTooLarge
 */
export async function readBytes(request: Request, max: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > max) throw new BodyTooLarge()
  // Not every browser lets a request's body be read in pieces.
  if (!request.body) return atMost(new Uint8Array(await request.arrayBuffer()), max)
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length
    if (length > max) {
      await reader.cancel().catch(() => undefined)
      throw new BodyTooLarge()
    }
    chunks.push(read.value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function atMost(bytes: Uint8Array<ArrayBuffer>, max: number): Uint8Array<ArrayBuffer> {
  if (bytes.length > max) throw new BodyTooLarge()
  return bytes
}
