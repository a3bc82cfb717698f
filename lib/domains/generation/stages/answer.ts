import type { Ctx } from '../../../context'
import { errorText } from '../../../core/error-texts'
import type { StepContext } from '../../../engine/define'
import { type ChatRequest, estimateTokens } from '../../../integrations/models/port'
import { addMessage } from '../../projects/internal/add-message'
import { readManifest, readManifestFiles } from '../../projects/internal/read-manifest'
import type { RunFailure } from '../../runs/internal/finish-run'
import { StageRecorder } from '../../runs/internal/recorder'
import { ANSWER } from '../agents/answer/instructions'
import { chooseFiles } from '../writing/choose-files'
import { inputChars, outputLimit, streamCall } from '../metering/model-call'
import { Speech } from '../answers/spoken'
import { UNTRUSTED_RULE, wrapUntrusted } from '../answers/untrusted'
import { openStageModel, type StageModel, whyNot } from './stage-model'
import type { RunContext } from './plan'

const STAGE = 'answer'
const MOST_OUTPUT = 8_000
/** More project text than this makes an answer slow and dear, and rarely better. */
const MOST_FILE_CHARS = 200_000
/** Text waits this long for company; the recorder adds as much again, so a reader is at most 80 ms behind. */
const SAY_MS = 35

/**
 * Stage `answer` of mode `simple`: one streamed call, said as it comes, then kept in the conversation. There is no
 * built-in generator behind it, so a model that fails for good ends the run.
 */
export async function answerPrompt(
  ctx: Ctx,
  runId: string,
  context: RunContext,
  step: StepContext,
): Promise<RunFailure | null> {
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId, stage: STAGE, attempt: step.attempt, percent: 10 })
  const end = async (failure: RunFailure | null, maker?: string): Promise<RunFailure | null> => {
    const ms = Math.round(performance.now() - started)
    recorder.say({
      type: 'stage',
      status: failure === null ? 'done' : 'failed',
      ms,
      ...(maker === undefined ? {} : { maker }),
    })
    await recorder.settle()
    return failure
  }
  const use = await openStageModel(ctx, { runId, ...context }, STAGE, () => recorder)
  if (use === null) return end({ code: 'model_failed', told: { key: 'run.modelGone' } })
  const speaker = new Speaker((text) => recorder.say({ type: 'text', text }))
  // What a model thinks aloud in its answer is not its answer.
  const speech = new Speech()
  let text = ''
  try {
    for await (const event of streamCall(use, await requestOf(ctx, context, use, step.signal))) {
      if (event.type !== 'text') continue
      const said = speech.push(event.text)
      text += said
      speaker.add(said)
    }
    const last = speech.end()
    text += last
    speaker.add(last)
    step.signal.throwIfAborted()
  } catch (error) {
    const why = whyNot(error)
    if (why === null) throw error
    ctx.log.warn({ runId, stage: STAGE, reason: errorText('en', why) }, 'the model gave no answer')
    return await end({ code: 'model_failed', told: [{ key: 'run.noAnswer' }, ...why] }, use.model)
  } finally {
    speaker.flush()
  }
  if (text.trim() === '') return end({ code: 'model_failed', told: { key: 'run.emptyAnswer' } }, use.model)
  await addMessage(ctx, { projectId: context.projectId, role: 'assistant', text, runId })
  return end(null, use.model)
}

/**
 * The request, what is known around it, and of the project's files those that have to do with it: as data, whoever
 * wrote them.
 */
async function requestOf(ctx: Ctx, context: RunContext, use: StageModel, signal: AbortSignal): Promise<ChatRequest> {
  const instructions = `${ANSWER}\n\n${UNTRUSTED_RULE}`
  const maxOutputTokens = outputLimit(use, MOST_OUTPUT)
  const head = [
    ...(context.background === '' ? [] : [`# Background\n${context.background}`]),
    `# The request\n${context.prompt}`,
  ]
  const room = inputChars(use, estimateTokens(instructions + head.join('\n\n')), maxOutputTokens)
  const files = await readTexts(ctx, context)
  const { shown, listed } = chooseFiles({ files, about: context.prompt, maxChars: Math.min(room, MOST_FILE_CHARS) })
  const blocks = shown.map((path) => wrapUntrusted(files.get(path)!, { label: path }))
  if (listed.length > 0)
    blocks.push(wrapUntrusted(listed.slice(0, 300).join('\n'), { label: 'other files of the project, not shown' }))
  const content = [...(blocks.length === 0 ? [] : ['# The project', ...blocks]), ...head].join('\n\n')
  return {
    model: use.model,
    instructions,
    messages: [{ role: 'user', content }],
    maxOutputTokens,
    temperature: 0.3,
    signal,
  }
}

/** The project's files that are text. */
async function readTexts(ctx: Ctx, context: RunContext): Promise<Map<string, string>> {
  const bytes = await readManifestFiles(ctx, await readManifest(ctx, context.projectId, context.baseVersion))
  const decoder = new TextDecoder()
  return new Map([...bytes].flatMap(([path, one]) => (one.includes(0) ? [] : [[path, decoder.decode(one)]])))
}

/** Says text in pieces that are worth an event each: a model sends single words, and each event is a row. */
class Speaker {
  readonly #say: (text: string) => void
  #waiting = ''
  #timer: NodeJS.Timeout | null = null

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  add(text: string): void {
    if (text === '') return
    this.#waiting += text
    this.#timer ??= setTimeout(() => this.flush(), SAY_MS)
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting !== '') this.#say(this.#waiting)
    this.#waiting = ''
  }
}
