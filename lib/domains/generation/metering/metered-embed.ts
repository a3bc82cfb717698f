import { newId } from '../../../core/ids'
import type { Ctx } from '../../../context'
import {
  costOf,
  estimateTokens,
  ModelError,
  type ModelPort,
  NO_USAGE,
  type Usage,
} from '../../../integrations/models/port'
import { admitCall, type MeterOptions } from './admit-call'
import { failCall, finishCall } from './call-store'

/**
 * Embeddings of a run, on its bill. Vectors are kept with the texts they belong to, not with the call, so a stage that
 * runs again asks only for those that are missing: each call has a key of its own, and is of another model, with
 * another price, than the run.
 */
export const meteredEmbed =
  (ctx: Ctx, options: MeterOptions): ModelPort['embed'] =>
  async (request) => {
    const { port } = options
    const { price } = port.describeModel(request.model)
    const costMicros = (usage: Pick<Usage, 'inputTokens' | 'outputTokens'>): bigint => BigInt(costOf(usage, price))
    const inputTokens = request.texts.reduce((sum, text) => sum + estimateTokens(text), 0)
    const admitted = await admitCall(ctx, options, {
      key: newId('attempt'),
      request,
      estimateMicros: costMicros({ inputTokens, outputTokens: 0 }),
    })
    // The key is drawn anew, so no answer is known of it.
    if (admitted.known !== null) throw new Error('an embedding was answered before it was asked for')
    const { claim } = admitted
    try {
      const answer = await port.embed(request)
      const { usage } = answer
      await finishCall(ctx.db, claim, { answer: { usage }, usage, costMicros: costMicros(usage), now: ctx.clock.now() })
      return answer
    } catch (error) {
      const usage = error instanceof ModelError ? (error.usage ?? null) : null
      await failCall(ctx.db, claim, { usage, costMicros: costMicros(usage ?? NO_USAGE), now: ctx.clock.now() })
      throw error
    }
  }
