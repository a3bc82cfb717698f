import { type ChatMessage, type ChatRequest, isModelError } from '../../../integrations/models/port'
import { judgeFile } from '../../evidence/judge-file'
import type { ProjectFile, Writer, WriterName } from './agent'
import { instructionsFor } from './instructions-for'
import { applyEdits } from '../answers/apply-edits'
import { FileProtocol } from '../answers/file-protocol'
import type { EndReason, ProtocolEvent } from '../answers/protocol-events'
import { continueRequest, repairRequest, strictRequest, type FileProblem } from '../writing/follow-ups'
import { hidesFindings } from '../answers/hides-findings'
import { missingImports } from '../writing/internal-imports'
import { asGeneratorFailed, GeneratorFailed } from './generator-failed'
import { inputChars, inputTokensOf, type ModelUse, outputLimit, streamCall, withImages } from '../metering/model-call'
import { meets, migrationPrefix, owedChanges, owedFiles } from '../writing/owed-files'
import { UNTRUSTED_RULE } from '../answers/untrusted'
import { type ModelWriterInput, type Task, writerRequest } from '../writing/writer-request'
import { eligibleOwners } from '../review/eligible-owners'

/** A writer of an application, its tester, or the one of a plain site. */
export type ModelWriter = { name: WriterName | 'site' | 'tests'; owns: Writer['owns'] }

/**
 * For the page: what is being written right now, what was refused, and files the writer wants gone. Nothing in it is to
 * be stored.
 */
export type WriterProgress =
  | Extract<ProtocolEvent, { type: 'file-started' | 'file-progress' | 'delete-done' }>
  | ({ type: 'problem' } & FileProblem)

export type ModelWriterOptions = ModelUse & {
  onProgress?(event: WriterProgress): void
  /** Why a file may not be stored, or null. Default: the check `parse` on this one file. */
  judge?(file: ProjectFile, signal: AbortSignal): Promise<string | null>
}

export type ModelWriterGenerator = (input: ModelWriterInput) => AsyncGenerator<ProjectFile, void, void>

const MOST_OUTPUT = 64_000
/**
 * Room for a part's answer: for a model that thinks before it writes, and for one that needs three times the built-in
 * user's words.
 */
const LEAST_OF_A_PART = 16_000
const TOKENS_FOR_WEIGHT = 1
/** An answer that brought something new and was cut may be continued so often; models with small limits need it. */
const MOST_CONTINUATIONS = 8
const MOST_REPAIRS = 1
const SAME_AGAIN = 3

const judgeByParse = async ({ path, content }: ProjectFile, signal: AbortSignal): Promise<string | null> => {
  const [first] = await judgeFile(path, content, signal)
  return first === undefined ? null : `${first.message}${first.line === undefined ? '' : ` (line ${first.line})`}`
}

/**
 * What is known while a writer works. `files` are all the texts it can build on: its own new ones over the existing
 * ones.
 */
type Work = {
  input: ModelWriterInput
  task: Task
  owns(path: string): boolean
  done: Map<string, string>
  files: Map<string, string>
  /** The last problem of each path that is not done since. */
  problems: Map<string, FileProblem>
  repeats: number
  /** Files taken away. */
  deleted: number
}
type Answer = { reason: EndReason; delivered: number; isEmpty: boolean; isNone: boolean; isLoop: boolean }

/**
 * A writer made of a model. Yields each file as soon as its end was seen and it parses; a path may come again, and then
 * the last one counts.
 * `previous` makes it a change, `findings` a repair: only what differs is yielded then.
 * @throws GeneratorFailed when the model cannot do it for good · whatever `beforeCall` throws · the signal's reason
 */
export function modelWriter(writer: ModelWriter, options: ModelWriterOptions): ModelWriterGenerator {
  return async function* make(input) {
    const work = begin(writer, input)
    const request = firstRequest(writer, work, options)
    const task = request.messages[0]!
    let messages: ChatMessage[] = [task]
    let [continuations, strict, repairs, breaks] = [0, 0, 0, 0]
    for (;;) {
      const answer = yield* readAnswer({ ...request, messages }, work, options)
      const missing = stillOwed(work)
      const imports = missingImports(work.done, (path) => work.files.has(path), work.owns)
      const hasAny = work.done.size > 0 || work.deleted > 0
      if (answer.isNone && !hasAny && missing.length === 0 && work.task.mode === 'change') return
      // It saw the findings and sees nothing to repair: asking again would only cost.
      const seesNothing = answer.isNone && !hasAny && work.task.mode === 'repair'
      // Where others were asked as well, it may well be theirs.
      if (seesNothing && input.findings?.every((one) => eligibleOwners(one).length > 1)) return
      if (seesNothing)
        throw new GeneratorFailed('no-files', { key: 'model.repairedNothing', values: { writer: writer.name } })
      const wanted = [...new Set([...missing, ...imports])]
      const isComplete = wanted.length === 0 && work.problems.size === 0 && answer.reason === 'stop' && hasAny
      if (isComplete) return
      const known = inputChars(options, inputTokensOf(request), request.maxOutputTokens)
      if (answer.reason !== 'stop' && !answer.isLoop && answer.delivered > 0 && continuations < MOST_CONTINUATIONS) {
        continuations++
        messages = continueRequest(task, work.done, wanted, [...work.problems.values()], known)
      } else if (answer.reason === 'cut' && !answer.isLoop && answer.delivered === 0 && breaks < 1) {
        breaks++
      } else if (!hasAny && work.problems.size === 0 && strict < 1) {
        strict++
        messages = strictRequest(task, wanted)
      } else if ((wanted.length > 0 || work.problems.size > 0 || !hasAny) && repairs < MOST_REPAIRS) {
        repairs++
        messages = repairRequest(task, work.done, wanted, [...work.problems.values()], known)
      } else {
        if (answer.reason === 'cut' && !answer.isLoop && (!hasAny || missing.length > 0))
          throw new GeneratorFailed(
            'model-error',
            { key: 'model.brokeOff' },
            {
              kind: 'cut',
              missing,
            },
          )
        if (!hasAny)
          throw new GeneratorFailed('no-files', { key: 'model.noFiles', values: { writer: writer.name } }, { missing })
        if (missing.length > 0)
          throw new GeneratorFailed(
            answer.isLoop ? 'looping' : 'incomplete',
            { key: 'model.leftOut', values: { writer: writer.name, count: missing.length } },
            {
              missing,
            },
          )
        return
      }
    }
  }
}

function begin(writer: ModelWriter, input: ModelWriterInput): Work {
  const { spec, previous, findings, migration = 2, part } = input
  const existing = input.existing ?? new Map<string, string>()
  const isRepair = (findings?.length ?? 0) > 0
  const owed =
    part !== undefined
      ? part.of.owed
      : isRepair
        ? []
        : previous === undefined
          ? owedFiles(writer.name, spec)
          : owedChanges(writer.name, { spec, previous, migration, has: (path) => existing.has(path) })
  // A migration of an earlier version may have run somewhere: it is history.
  const isHistory = (path: string): boolean =>
    previous !== undefined &&
    path.startsWith('supabase/migrations/') &&
    existing.has(path) &&
    !path.startsWith(migrationPrefix(migration))
  return {
    input,
    task: {
      mode: isRepair ? 'repair' : previous === undefined ? 'new' : 'change',
      owed,
      seesFiles: writer.name === 'tests',
    },
    owns: (path) => writer.owns(path) && !isHistory(path) && (part === undefined || part.of.owns(path)),
    done: new Map(),
    files: new Map(existing),
    problems: new Map(),
    repeats: 0,
    deleted: 0,
  }
}

function firstRequest(writer: ModelWriter, work: Work, options: ModelWriterOptions): ChatRequest {
  const instructions = `${instructionsFor(writer.name)}\n\n${UNTRUSTED_RULE}`
  // Of calls side by side each sets its whole limit aside in the run's budget: a part asks for what it can need and not
  // for all there is.
  const part = work.input.part?.of
  const maxOutputTokens = outputLimit(
    options,
    part === undefined ? MOST_OUTPUT : Math.max(LEAST_OF_A_PART, part.weight * TOKENS_FOR_WEIGHT),
  )
  const bare = writerRequest(work.input, work.task, 0)
  const images = work.input.images ?? []
  const request: ChatRequest = {
    model: options.model,
    instructions,
    messages: [withImages(bare, images)],
    maxOutputTokens,
    temperature: 0.2,
    signal: work.input.signal,
  }
  const room = inputChars(options, inputTokensOf(request), maxOutputTokens)
  return { ...request, messages: [withImages(writerRequest(work.input, work.task, room), images)] }
}

const stillOwed = (work: Work): string[] =>
  work.task.owed.filter((owed) => ![...work.done.keys()].some((path) => meets(path, owed)))

/** Streams one answer and yields its files. A connection lost in the middle is an answer that was cut. */
async function* readAnswer(
  request: ChatRequest,
  work: Work,
  options: ModelWriterOptions,
): AsyncGenerator<ProjectFile, Answer> {
  const protocol = new FileProtocol(work.owns)
  const answer: Answer = { reason: 'stop', delivered: 0, isEmpty: true, isNone: false, isLoop: false }
  work.repeats = 0
  try {
    for await (const event of streamCall(options, request)) {
      if (event.type === 'finish') answer.reason = event.reason === 'length' ? 'length' : 'stop'
      else {
        answer.isEmpty = false
        yield* take(protocol.push(event.text), work, options, answer)
      }
      if (work.repeats >= SAME_AGAIN || protocol.isOver) {
        answer.isLoop = true
        answer.reason = 'cut'
        break
      }
    }
  } catch (error) {
    // Before the first text the port has tried again itself.
    if (!isModelError(error) || !error.retryable || answer.isEmpty) throw asGeneratorFailed(error)
    answer.reason = 'cut'
  }
  yield* take(protocol.end(answer.reason), work, options, answer)
  return answer
}

/** Turns what the protocol saw into files that are fit to be stored. */
async function* take(
  events: readonly ProtocolEvent[],
  work: Work,
  options: ModelWriterOptions,
  answer: Answer,
): AsyncGenerator<ProjectFile> {
  const refuse = (problem: FileProblem): void => {
    options.onProgress?.({ type: 'problem', ...problem })
    // What belongs to others is only reported: asking for it again would be asking for the same mistake.
    if (problem.path !== undefined && work.owns(problem.path)) work.problems.set(problem.path, problem)
  }
  for (const event of events) {
    if (event.type === 'problem') refuse(event)
    else if (event.type === 'nothing-to-do') answer.isNone = true
    else if (event.type === 'file-started' || event.type === 'file-progress') options.onProgress?.(event)
    else if (event.type === 'delete-done') {
      if (!work.files.delete(event.path)) continue
      work.deleted++
      answer.delivered++
      work.done.delete(event.path)
      options.onProgress?.(event)
    } else {
      const file =
        event.type === 'file-done' ? { path: event.path, content: event.content } : edited(event, work, refuse)
      if (file === null) continue
      if (work.done.get(file.path) === file.content) {
        work.repeats++
        continue
      }
      const before = work.task.mode === 'repair' ? work.files.get(file.path) : undefined
      const reason =
        (before && hidesFindings(before, file)) ?? (await (options.judge ?? judgeByParse)(file, work.input.signal))
      if (reason !== null) {
        refuse({ rule: 'unusable-file', path: file.path, message: reason })
        continue
      }
      work.problems.delete(file.path)
      work.done.set(file.path, file.content)
      work.files.set(file.path, file.content)
      answer.delivered++
      yield file
    }
  }
}

function edited(
  event: Extract<ProtocolEvent, { type: 'edit-done' }>,
  work: Work,
  refuse: (problem: FileProblem) => void,
): ProjectFile | null {
  const before = work.files.get(event.path)
  if (before === undefined) {
    refuse({
      rule: 'edit-not-found',
      path: event.path,
      message: 'There is no such file to edit. Write it whole with <file>.',
    })
    return null
  }
  const result = applyEdits(before, event.blocks)
  if ('content' in result) return { path: event.path, content: result.content }
  const [first] = result.problems
  // The same edit again: it is done already.
  if (first!.rule === 'edit-changes-nothing' && work.done.has(event.path)) return null
  refuse({
    rule: first!.rule,
    path: event.path,
    message: result.problems.map((one) => `Block ${one.block}: ${one.message}`).join(' '),
  })
  return null
}
