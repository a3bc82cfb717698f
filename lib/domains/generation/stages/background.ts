import { randomBytes } from 'node:crypto'
import type { Ctx } from '../../../context'
import { estimateTokens, type ModelPort } from '../../../integrations/models/port'
import { type ModelAccess, modelAccess } from '../../accounts/internal/model-access'
import { type Embedder, embedderOf } from '../../memory/embedder'
import type { AppSpec } from '../../spec/contract'
import { preferTheme } from '../builtin/architect/prefer-theme'
import type { PreferredTheme } from '../builtin/architect/plan-theme'
import type { StageRecorder } from '../../runs/internal/recorder'
import { compressContext } from '../context/compress'
import { gatherContext, noteUsed } from '../context/gather'
import { renderContext } from '../context/render'
import { meteredPort } from '../metering/metered-port'
import type { AttachmentRef } from '../check-attachments'
import { type Attached, readAttachments } from './attachments'
import { conversationSummaryOf } from './delivery/conversation-summary'

/** Room that every generator needs for its own instructions and its answer, whatever the conversation. */
const INSTRUCTION_TOKENS = 8_000
const ANSWER_TOKENS = 16_000
/**
 * The background is one part of a request that also holds the plan and the files: it gets a quarter of the window at
 * most.
 */
const SHARE = 0.25

/**
 * What a model is told beside the prompt: the conversation (the last messages whole, the rest in short), what is
 * remembered of this user, projects like it, the files that came with the prompt (at most half of the room). Learns
 * from the prompt on the way, also for runs without a model. Empty without one.
 */
export async function gatherBackground(
  ctx: Ctx,
  recorder: StageRecorder,
  run: {
    runId: string
    ownerId: string
    projectId: string
    prompt: string
    /** The plan that is to be changed; null for a new project, and for a question about one. */
    previous: AppSpec | null
    budgetMicros: number
    signal: AbortSignal
    model: string | null
    attachments: readonly AttachmentRef[]
  },
): Promise<{ background: string; attached: Attached; preferred: PreferredTheme }> {
  const access = run.model === null ? null : await modelAccess(ctx, run.ownerId, run.model).catch(() => null)
  const port = access === null ? null : contextPort(ctx, recorder, run, access)
  const gathered = await gatherContext(ctx, {
    ...run,
    embedder: access === null || port === null ? null : embedderFor(ctx, run, access, port),
  })
  // The built-in architect can keep to the look that somebody prefers, so that much of what is remembered counts
  // without a model too.
  const look = run.previous === null ? preferTheme(run.prompt, gathered.memories) : { theme: {}, used: [] }
  if (access === null || port === null) {
    const items = await noteUsed(ctx, run.ownerId, { memories: look.used })
    if (items.length > 0) recorder.say({ type: 'memories', items, savedTokens: 0 })
    return { background: '', attached: await readAttachments(ctx, run.attachments, null), preferred: look.theme }
  }
  const { contextTokens, vision } = access.port.describeModel(access.model)
  const share = Math.max(4_000, Math.floor(contextTokens * SHARE))
  const attached = await readAttachments(ctx, run.attachments, { vision, maxTokens: Math.floor(share / 2) })
  const window = {
    contextTokens: share - Math.min(Math.floor(share / 2), estimateTokens(attached.blocks)),
    instructionTokens: 0,
    answerTokens: 0,
  }
  const fits = contextTokens > INSTRUCTION_TOKENS + ANSWER_TOKENS
  const context = await compressContext({
    prompt: run.prompt,
    messages: gathered.messages,
    memories: gathered.memories,
    similar: fits ? gathered.similar : [],
    files: [],
    window,
    summarise: conversationSummaryOf(ctx, run, { port, model: access.model }),
  })
  const items = await noteUsed(ctx, run.ownerId, context)
  recorder.say({ type: 'memories', items, savedTokens: context.tokens.saved })
  const said = renderContext(context, randomBytes(12).toString('hex')).slice(0, -1)
  const spoken = said.map(
    ({ role, content }) => `${role === 'user' ? 'User' : 'Devora'}: ${typeof content === 'string' ? content : ''}`,
  )
  return {
    background: [...spoken, attached.blocks].filter((part) => part !== '').join('\n\n'),
    attached,
    preferred: look.theme,
  }
}

/** What the stage asks its server goes on the run's bill. */
function contextPort(
  ctx: Ctx,
  recorder: StageRecorder,
  run: { runId: string; budgetMicros: number },
  { port, payer, model }: ModelAccess,
): ModelPort {
  return meteredPort(ctx, {
    runId: run.runId,
    stage: 'context',
    port,
    info: port.describeModel(model),
    payer,
    budgetMicros: run.budgetMicros,
    reuse: null,
    attempt: () => recorder.attempt,
  })
}

/** What is remembered is searched by meaning on the server that writes the run. */
const embedderFor = (
  ctx: Ctx,
  run: { signal: AbortSignal },
  { port: server, payer }: ModelAccess,
  port: ModelPort,
): Embedder =>
  embedderOf(port, { server, signal: run.signal, model: payer === 'installation' ? ctx.models.embeddingModel : null })
