import {
  type ChatMessage,
  type ChatRequest,
  estimateTokens,
  IMAGE_TOKENS,
  type ImagePart,
  isModelError,
  type ModelPort,
  NO_USAGE,
  type TextEvent,
  type Usage,
} from '../../../integrations/models/port'

/**
 * What a generator that calls a model is given. Every call goes through the two hooks, so that money is watched in one
 * place.
 */
export type ModelUse = {
  port: ModelPort
  model: string
  /** Before each call; throws to stop the run (its budget). Tokens are estimates from above. */
  beforeCall?(expected: { inputTokens: number; maxOutputTokens: number }): void | Promise<void>
  /** After each call, also one that failed or was left early: what it cost. */
  onUsage?(usage: Usage): void
}

const textOf = (request: ChatRequest): string =>
  request.instructions +
  request.messages
    .map(({ content }) =>
      typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    )
    .join('\n')

const imagesIn = (request: ChatRequest): number =>
  request.messages.reduce(
    (sum, { content }) =>
      sum + (typeof content === 'string' ? 0 : content.filter((part) => part.type === 'image').length),
    0,
  )

export const inputTokensOf = (request: ChatRequest): number =>
  estimateTokens(textOf(request)) + imagesIn(request) * IMAGE_TOKENS

/** A message with images behind its text; without any it stays plain text, which every server takes. */
export const withImages = (text: string, images: readonly ImagePart[]): Extract<ChatMessage, { role: 'user' }> => ({
  role: 'user',
  content: images.length === 0 ? text : [{ type: 'text', text }, ...images],
})

/** How long an answer may be: what the model can, but at most half of its window, the rest being for what it reads. */
export function outputLimit(use: ModelUse, most: number): number {
  const info = use.port.describeModel(use.model)
  return Math.max(256, Math.min(most, info.maxOutputTokens, Math.floor(info.contextTokens / 2)))
}

/**
 * Characters of text that fit beside the answer and `fixed` tokens of instructions; three per token, as
 * `estimateTokens` counts.
 */
export function inputChars(use: ModelUse, fixed: number, maxOutputTokens: number): number {
  const info = use.port.describeModel(use.model)
  return Math.max(0, Math.floor((info.contextTokens * 0.85 - maxOutputTokens - fixed) * 3))
}

/** One streamed call. Its usage is told exactly once, whether it ends, fails or is left. */
export async function* streamCall(use: ModelUse, request: ChatRequest): AsyncGenerator<TextEvent> {
  const inputTokens = inputTokensOf(request)
  await use.beforeCall?.({ inputTokens, maxOutputTokens: request.maxOutputTokens })
  let received = ''
  let usage: Usage | null = null
  try {
    for await (const event of use.port.streamText(request)) {
      if (event.type === 'finish') usage = event.usage
      else received += event.text
      yield event
    }
  } catch (error) {
    if (isModelError(error)) usage = error.usage ?? (received === '' ? NO_USAGE : null)
    throw error
  } finally {
    use.onUsage?.(usage ?? { inputTokens, outputTokens: estimateTokens(received), estimated: true })
  }
}
