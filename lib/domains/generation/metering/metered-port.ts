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
  const { port, info } = options
  const calls = new Calls(ctx, options)

  async function* streamText(request: ChatRequest): AsyncIterable<TextEvent> {
    const admitted = await calls.admit(request, 'text')
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
      await calls.refuseInTrouble()
      const events = port.streamText(calls.heard(request))
      for await (const event of toldLive(events, info, request, calls.livesOf(claim))) {
        if (event.type === 'text') text += event.text
        else {
          await calls.keep(claim, { text, reason: event.reason, usage: event.usage } satisfies TextAnswer, event.usage)
          isSettled = true
        }
        yield event
      }
    } catch (error) {
      if (!isSettled) await calls.drop(claim, error)
      isSettled = true
      throw error
    } finally {
      // Left before its end, as with an answer that goes in circles: what came was paid for.
      if (!isSettled) await calls.leave(claim, request, text)
    }
  }

  return {
    ...port,
    streamText,
    embed: meteredEmbed(ctx, options),
    async generateObject(request, schema) {
      const admitted = await calls.admit(request, 'object')
      if (admitted.known !== null) {
        const { known } = admitted
        const answer = known.answer as { value: unknown; usage: Usage; repaired: boolean }
        return { ...answer, value: schema.parse(answer.value) }
      }
      const { claim } = admitted
      try {
        await calls.refuseInTrouble()
        sayLive(info, request, calls.livesOf(claim))
        const answer: ObjectAnswer<unknown> = await port.generateObject(calls.heard(request), schema)
        const { value, usage, repaired } = answer
        await calls.keep(claim, { value, usage, repaired } as Json, usage)
        return answer as never
      } catch (error) {
        await calls.drop(claim, error)
        throw error
      }
    },
  }
}

/** The books of the calls of one stage: each is admitted, and then kept, dropped or left. */
class Calls {
  private readonly ctx: Ctx
  private readonly options: MeterOptions
  private position = 0
  /** Errors that only repeat why the server is not asked any more. */
  private readonly refused = new WeakSet<ModelError>()

  constructor(ctx: Ctx, options: MeterOptions) {
    this.ctx = ctx
    this.options = options
  }

  admit(request: ChatRequest, kind: 'text' | 'object'): ReturnType<typeof admitCall> {
    const { stage, lane, info } = this.options
    return admitCall(this.ctx, this.options, {
      key: callKey(stage, lane, kind, this.position++),
      request,
      estimateMicros: estimate(request, info),
    })
  }

  /** The request, whose rests and adaptations are told, and which is only tried again while the run may. */
  heard(request: ChatRequest): ChatRequest {
    const { onRest, onAdapted, runId } = this.options
    return {
      ...request,
      ...(onRest && { onRest }),
      ...(onAdapted && { onAdapted }),
      mayRetry: () => mayRetry(this.ctx.db, runId),
    }
  }

  /** Throws what the run's server said when it was asked too often in vain. */
  async refuseInTrouble(): Promise<void> {
    const trouble = await troubleOf(this.ctx.db, this.options.runId)
    if (trouble === null) return
    this.refused.add(trouble)
    throw trouble
  }

  livesOf(claim: Claim): TellLive {
    return (...so) => this.options.onWriting?.(nameOfCall(claim), ...so)
  }

  private costs(usage: Usage): { costMicros: bigint; now: Date } {
    return { costMicros: BigInt(costOf(usage, this.options.info.price)), now: this.ctx.clock.now() }
  }

  async keep(claim: Claim, answer: Json, usage: Usage): Promise<void> {
    await finishCall(this.ctx.db, claim, { answer, usage, ...this.costs(usage) })
    await noteAnswer(this.ctx.db, this.options.runId)
  }

  async drop(claim: Claim, error: unknown): Promise<void> {
    const usage = error instanceof ModelError ? (error.usage ?? null) : null
    await failCall(this.ctx.db, claim, { usage, ...this.costs(usage ?? NO_USAGE) })
    if (error instanceof ModelError && !this.refused.has(error))
      await noteFailure(this.ctx.db, this.options.runId, error)
    // What the page was told of the answer on its way is not going to come.
    if (usage === null) this.livesOf(claim)(NO_USAGE, 0)
  }

  async leave(claim: Claim, request: ChatRequest, text: string): Promise<void> {
    const usage: Usage = { inputTokens: inputTokensOf(request), outputTokens: estimateTokens(text), estimated: true }
    await failCall(this.ctx.db, claim, { usage, ...this.costs(usage) })
  }
}
