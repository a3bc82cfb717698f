import { mergeStreams } from '../../../core/merge-streams'
import type { Finding } from '../../evidence/contract'
import type { ProjectFile, Writer } from '../agents/agent'
import { writers } from '../agents/writers'
import { internalImports, missingImports, resolveInternal } from './internal-imports'
import type { Division, PartOfWork } from './parts-of-work'
import { modelWriter, type ModelWriterOptions } from '../agents/model-writer'
import type { ModelWriterInput } from './writer-request'

export type PartsOptions = {
  /** What the calls of one part go through; asked once per name. */
  use(name: string): ModelWriterOptions
  /** Why a part is given up, or null when the error is not about its model. */
  reasonToGiveUp(error: unknown): string | null
  onGivenUp?(part: string, reason: string): void
}
/** `files`: all there is in the end. `isRedone`: some that were yielded are not among them. */
export type PartsWritten = { files: Map<string, ProjectFile>; isRedone: boolean }

type Work = {
  writer: Writer
  input: ModelWriterInput
  division: Division
  given: Map<string, string>
  written: Map<string, ProjectFile>
}

/**
 * Lets the parts of one writer be written at the same time, and yields each file as it comes. Then what one part
 * imports from another and nobody wrote is asked for once more, and what is given joins as far as it is used. A part
 * that cannot be written by the model is the built-in generator's when its files agree with the others'; when they do
 * not, the whole stage is.
 * @throws what the first part failed with, when it cannot be made up for
 */
export async function* writeParts(
  writer: Writer,
  division: Division,
  input: ModelWriterInput,
  options: PartsOptions,
): AsyncGenerator<ProjectFile, PartsWritten, void> {
  const stop = new AbortController()
  const given = new Map(division.given.map((file) => [file.path, file.content]))
  const work: Work = {
    writer,
    division,
    given,
    written: new Map(),
    input: { ...input, signal: AbortSignal.any([input.signal, stop.signal]) },
  }
  const failed = new Map<PartOfWork, unknown>()
  const attempt = async function* (part: PartOfWork): AsyncGenerator<ProjectFile> {
    try {
      yield* writePart(work, part, options)
    } catch (error) {
      // Stopped because another part cannot be made up for: whatever it broke on then, that is the reason.
      if (stop.signal.aborted && !input.signal.aborted) return void failed.set(part, stop.signal.reason)
      const reason = options.reasonToGiveUp(error)
      if (reason === null) throw error
      options.onGivenUp?.(part.name, reason)
      failed.set(part, error)
      // With nothing left that could be kept, the others would write in vain.
      if (makeUp(work, failed) === null) stop.abort(error)
    }
  }
  try {
    for await (const file of mergeStreams(division.parts.map(attempt))) {
      work.written.set(file.path, file)
      yield file
    }
    const instead = makeUp(work, failed)
    if (instead === null) throw [...failed.values()][0]
    for (const path of work.written.keys()) if (isOf(failed, path)) work.written.delete(path)
    for (const file of instead) {
      work.written.set(file.path, file)
      yield file
    }
    yield* mergeStreams(
      division.parts.filter((part) => !failed.has(part)).map((part) => fetchMissing(work, part, options)),
    )
    for (const file of usedOfGiven(work)) {
      work.written.set(file.path, file)
      yield file
    }
    return { files: work.written, isRedone: failed.size > 0 }
  } finally {
    stop.abort()
  }
}

const isOf = (parts: ReadonlyMap<PartOfWork, unknown>, path: string): boolean =>
  [...parts.keys()].some((part) => part.owns(path))

const writePart = (
  { writer, input, given }: Work,
  part: PartOfWork,
  options: PartsOptions,
): AsyncGenerator<ProjectFile, void, void> =>
  modelWriter(writer, options.use(part.name))({ ...input, existing: given, part: { of: part, given } })

/**
 * The built-in generator's files for the parts that failed; null when they would not fit: they may only build on each
 * other, on what is given and was left as it is, and on other stages' files, whose names the contract fixes.
 */
function makeUp(
  { writer, input, division, given, written }: Work,
  failed: ReadonlyMap<PartOfWork, unknown>,
): ProjectFile[] | null {
  if (failed.size === 0) return []
  if (failed.size === division.parts.length) return null
  const all = new Map(
    [...(writers[writer.name].make.builtin({ spec: input.spec, signal: input.signal }) as Iterable<ProjectFile>)].map(
      (file) => [file.path, file],
    ),
  )
  const isGiven = (path: string): boolean => given.has(path) && !written.has(path)
  const own = [...all.values()].filter((file) => isOf(failed, file.path) && !given.has(file.path))
  const isSafe = (base: string): boolean => {
    const path = resolveInternal(base, (one) => all.has(one) || given.has(one))
    return path === null || isGiven(path) || (isOf(failed, path) && !given.has(path))
  }
  return own.every((file) => internalImports(file.path, file.content).every(isSafe)) ? own : null
}

/**
 * Files that other parts import and nobody wrote: one more call of the part to which they belong. Without them the
 * review will speak.
 */
async function* fetchMissing(work: Work, part: PartOfWork, options: PartsOptions): AsyncGenerator<ProjectFile> {
  const texts = new Map([
    ...work.given,
    ...[...work.written.values()].map((file) => [file.path, file.content] as const),
  ])
  const wanted = missingImports(texts, (path) => texts.has(path), part.owns)
  if (wanted.length === 0) return
  const findings = wanted.map((path): Finding => {
    const importers = [...texts].filter(
      ([from, content]) =>
        missingImports(
          new Map([[from, content]]),
          (one) => texts.has(one),
          (one) => one === path,
        ).length > 0,
    )
    const message = `${path} does not exist, but ${importers.map(([from]) => from).join(', ')} import it. Write it so that it fits them.`
    return {
      check: 'imports',
      rule: 'missing-file',
      severity: 'error',
      file: importers[0]?.[0] ?? path,
      message,
      fingerprint: `missing ${path}`,
    }
  })
  try {
    const make = modelWriter(work.writer, options.use(`${part.name}, missing`))
    for await (const file of make({
      ...work.input,
      existing: texts,
      findings,
      part: { of: { ...part, owed: wanted }, given: new Map() },
    })) {
      work.written.set(file.path, file)
      yield file
    }
  } catch (error) {
    const reason = options.reasonToGiveUp(error)
    if (reason === null) throw error
    options.onGivenUp?.(`${part.name}, missing`, reason)
  }
}

/** What is given and somebody imports, or the stage owes anyway. */
function usedOfGiven({ division, given, written }: Work): ProjectFile[] {
  const used = new Set(division.always)
  const follow = (from: string, content: string): void => {
    for (const base of internalImports(from, content)) {
      const path = resolveInternal(base, (one) => given.has(one))
      if (path !== null) used.add(path)
    }
  }
  for (const file of written.values()) follow(file.path, file.content)
  // A set grows while it is walked, so this follows the imports of what is used.
  for (const path of used) follow(path, written.get(path)?.content ?? given.get(path) ?? '')
  return division.given.filter((file) => used.has(file.path) && !written.has(file.path))
}
