import { type ChatRequest, costOf, type ModelInfo, type Usage } from '../../integrations/models/port'
import { inputTokensOf } from './models/model-call'

/** How often an answer on its way is told; a person reads no faster. */
const TELL_MS = 400
/** `estimateTokens` counts a third too many, to be on the safe side with money. What is shown while waiting should be near the truth. */
const NEAR = 0.75
const CHARACTERS_PER_TOKEN = 4

export type TellLive = (usage: Usage, costMicros: number) => void

/** What a call comes to while its answer is on its way: told when it begins, then now and then. */
export function liveUsage(info: ModelInfo, request: ChatRequest, tell: TellLive | undefined): { begin(): void; add(text: string): void } {
  let characters = 0
  let toldAt = 0
  const say = (): void => {
    toldAt = performance.now()
    const inputTokens = Math.round(inputTokensOf(request) * NEAR)
    const usage: Usage = { inputTokens, outputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN), estimated: true }
    tell?.(usage, costOf(usage, info.price))
  }
  return {
    begin: say,
    add(text) {
      characters += text.length
      if (performance.now() - toldAt > TELL_MS) say()
    },
  }
}
