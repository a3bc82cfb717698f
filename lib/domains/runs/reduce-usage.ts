import type { RunEvent } from './events'

/**
 * `costMicros` is null when a call did not say what it cost. `isReused`: taken over from an earlier run, and not in the
 * run's sum.
 */
export type UsageView = {
  inputTokens: number
  outputTokens: number
  costMicros: number | null
  /** Tokens and cost that are still an estimate, because the answer is on its way; they are part of the sums. */
  isLive: boolean
  isReused: boolean
}

type WritingEvent = Extract<RunEvent, { type: 'writing' }>

/** Whether an event was written together with the bill. */
export const isBilled = (event: RunEvent): boolean => event.type === 'usage' && event.call !== undefined

/** A cost as it was told before calls had a name: by its attempt, which told it again when it began anew. */
export const isNamelessCost = (event: RunEvent): boolean =>
  event.type === 'usage' && event.call === undefined && event.isReused !== true

/** Whether an event outlives its attempt. A run under way during an upgrade has costs of both forms. */
export const staysPaid = (event: RunEvent): boolean => isBilled(event) || isNamelessCost(event)

/** What is kept beside a new event: a nameless cost is told anew together with all that its stage had told before. */
export const keptBeside = (event: RunEvent, said: readonly RunEvent[]): readonly RunEvent[] =>
  isNamelessCost(event) && 'attempt' in event
    ? said.filter((one) => !isNamelessCost(one) || ('attempt' in one && one.attempt === event.attempt))
    : said

/**
 * Where it is told of the answer that is on its way in a lane; -1 when none is. A billed call is told of past the
 * recorder, which may say a moment later how far its answer was: such a call has ended whatever the order.
 */
export function openAnswer(said: readonly RunEvent[], lane: string | undefined): number {
  // A call that failed before it cost anything is never settled: the stage goes on without it, or ends.
  const settled = said.findLastIndex(
    (event) =>
      (event.type === 'usage' && event.lane === lane) ||
      event.type === 'fallback' ||
      (event.type === 'stage' && event.status !== 'running'),
  )
  const at = said.findLastIndex((event) => event.type === 'writing' && event.lane === lane)
  const { call } = at < 0 ? {} : (said[at] as WritingEvent)
  const isBilledFor = call !== undefined && said.some((event) => event.type === 'usage' && event.call === call)
  return at > settled && !isBilledFor ? at : -1
}

/** What the calls of one stage came to, the answer that is on its way included; null when it asked no model. */
export function spentIn(said: readonly RunEvent[]): UsageView | null {
  const settled = said.flatMap((event) => (event.type === 'usage' ? [event] : []))
  const live = said.filter(
    (event, at): event is WritingEvent =>
      event.type === 'writing' && (event.inputTokens ?? 0) > 0 && at === openAnswer(said, event.lane),
  )
  if (settled.length + live.length === 0) return null
  const paid = settled.filter((event) => event.isReused !== true)
  // What was taken over stands by itself; as soon as something is paid for, that is what the stage has used.
  const counted = [...(paid.length + live.length === 0 ? settled : paid), ...live]
  const sum = (of: (event: (typeof counted)[number]) => number | undefined): number =>
    counted.reduce((total, event) => total + (of(event) ?? 0), 0)
  return {
    inputTokens: sum((event) => event.inputTokens),
    outputTokens: sum((event) => event.outputTokens),
    costMicros: counted.some((event) => event.costMicros === undefined) ? null : sum((event) => event.costMicros),
    isLive: live.length > 0,
    isReused: paid.length + live.length === 0,
  }
}
