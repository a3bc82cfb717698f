import type { Ctx } from '../../../../context'
import { keepConversationSummary, readConversationSummary } from '../../../projects/internal/conversation-summary'
import type { ContextInput } from '../../context/shape'
import { summariseByExtract } from '../../context/summarise'
import type { ModelUse } from '../../metering/model-call'
import { isWorthACall, summariseByModel } from '../../agents/summariser/summariser'

/**
 * How a run's older messages are summarised by its model: the minutes of the conversation are kept, and carried on when
 * enough was said since; in between the newest of them are extracts. So a long conversation costs one short call now
 * and then, not its whole length each time.
 */
export const conversationSummaryOf =
  (ctx: Ctx, run: { projectId: string; signal: AbortSignal }, use: ModelUse): NonNullable<ContextInput['summarise']> =>
  async (older, maxTokens) => {
    const { projectId, signal } = run
    const kept = await readConversationSummary(ctx.db, projectId)
    const at = kept === null ? -1 : older.findIndex(({ id }) => id === kept.throughId)
    const before = at < 0 ? '' : (kept?.text ?? '')
    const since = older.slice(at + 1)
    if (!isWorthACall(since)) {
      const room = Math.max(0, maxTokens - Math.ceil(before.length / 3))
      return [before, summariseByExtract(since, room)].filter((part) => part !== '').join('\n')
    }
    const text = await summariseByModel({ before, messages: since, maxTokens, signal }, use).catch((error: unknown) => {
      if (signal.aborted) throw error
      ctx.log.warn(
        { projectId, reason: error instanceof Error ? error.message : 'unknown' },
        'no model summary; extracts take its place',
      )
      return ''
    })
    const throughId = older.at(-1)?.id
    if (text !== '' && throughId !== undefined) await keepConversationSummary(ctx.db, projectId, { throughId, text })
    return text === '' ? [before, summariseByExtract(since, maxTokens)].filter((part) => part !== '').join('\n') : text
  }
