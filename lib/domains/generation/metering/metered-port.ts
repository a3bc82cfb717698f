import type { Json } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import {
  type ChatRequest,
  costOf,
  estimateTokens,
  type FinishReason,
  ModelError,
  type ModelInfo,
  type ModelPort,
  NO_USAGE,
  type ObjectAnswer,
  type TextEvent,
  type Usage,
} from '../../../integrations/models/port'
import { admitCall, type MeterOptions } from './admit-call'
import { callKey } from './call-key'
import { mayRetry, noteAnswer, noteFailure, troubleOf } from './circuit'
import { type Claim, failCall, finishCall, nameOfCall } from './call-store'
import { sayLive, type TellLive, toldLive } from './live-usage'
import { meteredEmbed } from './metered-embed'
import { inputTokensOf } from './model-call'

type TextAnswer = { text: string; reason: FinishReason; usage: Usage }

/** The whole answer is counted in: an upper bound. */
const estimate = (request: ChatRequest, info: ModelInfo): bigint =>
  BigInt(costOf({ inputTokens: inputTokensOf(request), outputTokens: request.maxOutputTokens }, info.price))

/**
 * A port of one stage of one run: asks the budget before each call, keeps each answer, and gives kept answers again. A
 * stage that is interrupted and runs again asks the same questions in the same order, so it pays only for what it had
 * not heard yet. The place of a call is its key, not its text: the boundaries around untrusted text are random.
 */
export function meteredPort(ctx: Ctx, options: MeterOptions): ModelPort {
  const { stage, lane, port, info } = options
  let position = 0
  const admit = (request: ChatRequest, kind: 'text' | 'object') =>
    admitCall(ctx, options, {
      key: callKey(stage, lane, kind, position++),
      request,
      estimateMicros: estimate(request, info),
    })
  const heard = (request: ChatRequest): ChatRequest => ({
    ...request,
    ...(options.onRest && { onRest: options.onRest }),
    ...(options.onAdapted && { onAdapted: options.onAdapted }),
    mayRetry: () => mayRetry(ctx.db, options.runId),
  })
  /** Errors that only repeat why the server is not asked any more. */
  const refused = new WeakSet<ModelError>()
  const refuseInTrouble = async (): Promise<void> => {
    const trouble = await troubleOf(ctx.db, options.runId)
    if (trouble === null) return
    refused.add(trouble)
    throw trouble
  }
  const livesOf =
    (claim: Claim): TellLive =>
    (...so) =>
      options.onWriting?.(nameOfCall(claim), ...so)
  const keep = async (claim: Claim, answer: Json, usage: Usage): Promise<void> => {
    await finishCall(ctx.db, claim, {
      answer,
      usage,
      costMicros: BigInt(costOf(usage, info.price)),
      now: ctx.clock.now(),
    })
    await noteAnswer(ctx.db, options.runId)
  }
  const drop = async (claim: Claim, error: unknown): Promise<void> => {
    const usage = error instanceof ModelError ? (error.usage ?? null) : null
    await failCall(ctx.db, claim, {
      usage,
      costMicros: BigInt(costOf(usage ?? NO_USAGE, info.price)),
      now: ctx.clock.now(),
    })
    if (error instanceof ModelError && !refused.has(error)) await noteFailure(ctx.db, options.runId, error)
    // What the page was told of the answer on its way is not going to come.
    if (usage === null) livesOf(claim)(NO_USAGE, 0)
  }
  const leave = async (claim: Claim, request: ChatRequest, text: string): Promise<void> => {
    const usage: Usage = { inputTokens: inputTokensOf(request), outputTokens: estimateTokens(text), estimated: true }
    await failCall(ctx.db, claim, { usage, costMicros: BigInt(costOf(usage, info.price)), now: ctx.clock.now() })
  }

  async function* streamText(request: ChatRequest): AsyncIterable<TextEvent> {
    const admitted = await admit(request, 'text')
    if (admitted.known !== null) {
      const { known } = admitted
      const answer = known.answer as TextAnswer
      yield { type: 'text', text: answer.text }
      yield { type: 'finish', reason: answer.reason, usage: answer.usage }
      return
    }
    const { claim } = admitted
    let text = ''
    let isSettled = false
    try {
      await refuseInTrouble()
      for await (const event of toldLive(port.streamText(heard(request)), info, request, livesOf(claim))) {
        if (event.type === 'text') text += event.text
        else {
          await keep(claim, { text, reason: event.reason, usage: event.usage } satisfies TextAnswer, event.usage)
          isSettled = true
        }
        yield event
      }
    } catch (error) {
      if (!isSettled) await drop(claim, error)
      isSettled = true
      throw error
    } finally {
      // Left before its end, as with an answer that goes in circles: what came was paid for.
      if (!isSettled) await leave(claim, request, text)
    }
  }

  return {
    ...port,
    streamText,
    embed: meteredEmbed(ctx, options),
    async generateObject(request, schema) {
      const admitted = await admit(request, 'object')
      if (admitted.known !== null) {
        const { known } = admitted
        const answer = known.answer as { value: unknown; usage: Usage; repaired: boolean }
        return { ...answer, value: schema.parse(answer.value) }
      }
      const { claim } = admitted
      try {
        await refuseInTrouble()
        sayLive(info, request, livesOf(claim))
        const answer: ObjectAnswer<unknown> = await port.generateObject(heard(request), schema)
        await keep(claim, { value: answer.value, usage: answer.usage, repaired: answer.repaired } as Json, answer.usage)
        return answer as never
      } catch (error) {
        await drop(claim, error)
        throw error
      }
    },
  }
}
