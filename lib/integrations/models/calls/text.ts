import { adaptationsOf, type Capabilities } from '../learning/capabilities'
import type { AskModel } from '../objects/generate-object'
import { addUsage, type ChatRequest, ModelError, type TextEvent, type Usage } from '../port'
import { type ChatTarget, streamOnce } from '../wire/chat-stream'
import { type Repeating, repeating, waitOrThrow } from './repeat'

/** Texts of a model, as they come or in one piece. */

export type TextCalls = {
  with: Repeating
  target: (model: string) => ChatTarget
  limitOf: (request: ChatRequest) => number
}

const hasImages = ({ messages }: ChatRequest): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && content.some((part) => part.type === 'image'))

/** Tells in what way this request was asked otherwise than usual; the format of an object is told by its asker. */
function tell(request: ChatRequest, known: Capabilities): void {
  for (const adaptation of request.onAdapted ? adaptationsOf(known) : []) {
    const { what } = adaptation
    const concerns =
      (what === 'instructions' && request.instructions !== '') ||
      (what === 'images' && hasImages(request)) ||
      (what === 'parameter' && request.temperature !== undefined) ||
      (what === 'output-limit' && adaptation.tokens < request.maxOutputTokens) ||
      what === 'stream'
    if (concerns) request.onAdapted?.(adaptation)
  }
}

export async function* streamText(calls: TextCalls, request: ChatRequest): AsyncGenerator<TextEvent> {
  const target = calls.target(request.model)
  let lost: Usage | null = null
  for (let attempt = 1; ; attempt++) {
    let isDelivered = false
    try {
      for await (const event of streamOnce(target, { ...request, maxOutputTokens: calls.limitOf(request) })) {
        if (!isDelivered) tell(request, target.memory.known())
        isDelivered = true
        yield event.type === 'finish' && lost ? { ...event, usage: addUsage(event.usage, lost) } : event
      }
      return
    } catch (error) {
      lost = await waitOrThrow(calls.with, request, { error, attempt, lost, mayRepeat: !isDelivered })
    }
  }
}

export const askWhole =
  (calls: TextCalls): AskModel =>
  (request, format) => {
    const target = calls.target(request.model)
    return repeating(
      calls.with,
      request,
      async () => {
        let text = ''
        const asked = { ...request, maxOutputTokens: calls.limitOf(request) }
        for await (const event of streamOnce(target, asked, format)) {
          if (event.type === 'finish') {
            tell(request, target.memory.known())
            return { text, reason: event.reason, usage: event.usage, limit: calls.limitOf(request) }
          }
          text += event.text
        }
        throw new ModelError('cut')
      },
      (whole, lost) => (lost ? { ...whole, usage: addUsage(whole.usage, lost) } : whole),
    )
  }
