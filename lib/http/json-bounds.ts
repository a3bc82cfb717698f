import { invalid } from '../core/errors'

/** How large a JSON document may be in shape. Its bytes are bounded before it (body.ts). */
export type JsonShape = {
  /** Objects and lists inside each other. */
  depth: number
  /** Fields, list items, objects and lists together. */
  items: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Counts what a JSON text would become, byte by byte as it arrives, so that a million keys or brackets are refused
 * before anything is built of them: `JSON.parse`, validation and every walk over the value cost time per item, and all
 * of it would be time in which the process serves nobody. Whether the text is JSON at all is for the parser to say.
 */
export class JsonBounds {
  readonly #shape: JsonShape
  #depth = 0
  #items = 0
  #isInText = false
  #isEscaped = false
  constructor(shape: JsonShape) {
    this.#shape = shape
  }

  /** The next bytes of the text. @throws invalid_input once it is deeper or longer than the shape allows */
  push(bytes: Uint8Array): void {
    // In variables: a private field looked up for every byte takes five times as long.
    let isInText = this.#isInText
    let isEscaped = this.#isEscaped
    for (const byte of bytes) {
      if (isInText) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isInText = false
      } else if (byte === QUOTE) isInText = true
      else if (byte === COMMA) this.#count()
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#open()
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--
    }
    this.#isInText = isInText
    this.#isEscaped = isEscaped
  }

  #open(): void {
    this.#depth++
    if (this.#depth > this.#shape.depth)
      throw invalid('body', { key: 'reason.tooDeep', values: { count: this.#shape.depth } })
    this.#count()
  }

  #count(): void {
    this.#items++
    if (this.#items > this.#shape.items)
      throw invalid('body', { key: 'reason.tooManyValues', values: { count: this.#shape.items } })
  }
}
