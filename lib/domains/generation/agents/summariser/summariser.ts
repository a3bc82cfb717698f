import { estimateTokens } from '../../../../integrations/models/port'
import { SUMMARISER } from './instructions'
import type { ContextMessage } from '../../context/shape'
import { type ModelUse, outputLimit, streamCall } from '../../metering/model-call'
import { Speech } from '../../answers/spoken'
import { UNTRUSTED_RULE, visibleText, wrapUntrusted } from '../../answers/untrusted'

/** Room for a model that thinks before it writes; what is said beyond `maxTokens` is cut by the reader. */
const MOST_OUTPUT = 4_000
/** A wordy model must not hold a run up: an extract is there in no time. */
const PATIENCE_MS = 30_000

export type SummaryInput = {
  /** The minutes so far; empty at the beginning. */
  before: string
  /** What was said since, oldest first. */
  messages: readonly ContextMessage[]
  maxTokens: number
  signal: AbortSignal
}

/**
 * The minutes carried on by a model. Empty when it says nothing of use.
 * @throws what the call fails with; an abort after 30 seconds
 */
export async function summariseByModel(
  { before, messages, maxTokens, signal }: SummaryInput,
  use: ModelUse,
): Promise<string> {
  const said = messages.map(({ role, text }) => `${role === 'user' ? 'User' : 'Devora'}: ${text}`).join('\n\n')
  const content = [
    ...(before === '' ? [] : [`# The minutes so far\n${wrapUntrusted(before, { label: 'minutes' })}`]),
    `# Said since then\n${wrapUntrusted(said, { label: 'conversation' })}`,
    `# Your task\nWrite the minutes of all of it, in at most ${Math.floor(maxTokens * 0.6)} words.`,
  ].join('\n\n')
  const request = {
    model: use.model,
    instructions: `${SUMMARISER}\n\n${UNTRUSTED_RULE}`,
    messages: [{ role: 'user' as const, content }],
    maxOutputTokens: outputLimit(use, Math.max(MOST_OUTPUT, maxTokens)),
    temperature: 0.2,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  }
  const speech = new Speech()
  let text = ''
  for await (const event of streamCall(use, request)) if (event.type === 'text') text += speech.push(event.text)
  return visibleText(text + speech.end()).trim()
}

/** Whether so much was said since the last minutes that carrying them on is worth a call. */
export const isWorthACall = (messages: readonly ContextMessage[]): boolean =>
  messages.length >= 8 || messages.reduce((sum, { text }) => sum + estimateTokens(text), 0) > 1_500
