import { estimateTokens } from '../../../integrations/models/port'

/** How much a model can be given. Pure. */

export type ModelWindow = {
  /** What the model declares: instructions, messages and answer together. */
  contextTokens: number
  /** Of the system prompt and whatever else the caller adds. */
  instructionTokens: number
  /** Kept free for the answer. */
  answerTokens: number
}

/** Estimates of tokens are estimates; so much of the window is used at most. */
const USED_AT_MOST = 0.85
/** Role and separators of a message, as the providers count them, and something to spare. */
export const MESSAGE_TOKENS = 8

/** Tokens that conversation, memories and files may have together; 0 when the rest fills the window already. */
export const limitOf = (window: ModelWindow): number =>
  Math.max(
    0,
    Math.min(Math.floor(window.contextTokens * USED_AT_MOST), window.contextTokens - window.answerTokens) -
      window.instructionTokens,
  )

export const messageTokens = (text: string): number => estimateTokens(text) + MESSAGE_TOKENS

const marker = (characters: number): string => `\n[… ${characters} characters left out …]\n`

/** The beginning and end of a text that is too long, with a note between them; empty when not even that fits. */
export function cutMiddle(text: string, maxTokens: number): string {
  if (estimateTokens(text) <= maxTokens) return text
  const room = maxTokens * 3 - new TextEncoder().encode(marker(text.length)).length
  if (room < 3) return ''
  const bytes = new TextEncoder().encode(text)
  const tail = Math.floor(room / 3)
  const head = text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(room - tail)).read)
  let from = bytes.length - tail
  // A byte 10xxxxxx continues a character that begins before it.
  while (from < bytes.length && (bytes[from]! & 0xc0) === 0x80) from++
  const end = new TextDecoder().decode(bytes.subarray(from))
  return `${head}${marker(text.length - head.length - end.length)}${end}`
}
