import { type ChatRequest, costOf, type ModelInfo, type TextEvent, type Usage } from '../../../integrations/models/port'
import { inputTokensOf } from './model-call'

/** How often an answer on its way is told; a person reads no faster. */
const TELL_MS = 400
/**
 * `estimateTokens` counts a third too many, to be on the safe side with money. What is shown while waiting should be
 * near the truth.
 */
const NEAR = 0.75
const CHARACTERS_PER_TOKEN = 4

export type TellLive = (usage: Usage, costMicros: number) => void

/** What a call comes to with so much of its answer. */
export function sayLive(info: ModelInfo, request: ChatRequest, tell: TellLive | undefined, characters = 0): void {
  const inputTokens = Math.round(inputTokensOf(request) * NEAR)
  const usage: Usage = { inputTokens, outputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN), estimated: true }
  tell?.(usage, costOf(usage, info.price))
}

/**
 * The same events; told when the call begins, then now and then, also when the model pauses, and never after its end.
 */
export async function* toldLive(
  events: AsyncIterable<TextEvent>,
  info: ModelInfo,
  request: ChatRequest,
  tell: TellLive | undefined,
): AsyncGenerator<TextEvent> {
  let characters = 0
  let timer: NodeJS.Timeout | null = null
  const stop = (): void => void (timer !== null && clearTimeout(timer))
  const say = (): void => {
    timer = null
    sayLive(info, request, tell, characters)
  }
  say()
  try {
    for await (const event of events) {
      if (event.type === 'finish') stop()
      else {
        characters += event.text.length
        timer ??= setTimeout(say, TELL_MS)
      }
      yield event
    }
  } finally {
    stop()
  }
}
