import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Check, type CheckOutcome, finding, outcome, type ProjectUnderCheck } from '../check'
import { bareEnvironment, nodeBinary } from '../compile/run-process'
import { giveWay, type Warm, WarmProcesses } from '../compile/warm-processes'
import type { Finding } from '../contract'
import { isReadable } from '../paths'
import type { AnalysisReply, AnalysisRequest } from './analysis-child'

/**
 * Runs the checks that parse untrusted sources in processes of their own, with a wall clock and a memory bound. A
 * process is kept warm for the next verification; it keeps nothing of the last one, and one that died or was killed is
 * replaced.
 */

export type AnalysisLimits = { wallMs: number; memoryMb: number }
const DEFAULTS: AnalysisLimits = { wallMs: 20_000, memoryMb: 1024 }
/** No leak of a parser adds up. */
const REUSES = 50
const MAX_WARM = 3
const CULPRITS = 3
/** Stands for a file that killed the parser, so that who imports it is not blamed. */
const STAND_IN = new TextEncoder().encode('export {}\n')

type Worker = Warm & { progress: string; lastFile: string; stderr: string }
const workers = new WarmProcesses<Worker>({ maxWarm: MAX_WARM, reuses: REUSES })
let requests = 0

function startWorker(limits: AnalysisLimits): Worker {
  const entry = fileURLToPath(new URL('./analysis-child.ts', import.meta.url))
  const child = spawn(nodeBinary(), [`--max-old-space-size=${limits.memoryMb}`, '--no-warnings', entry], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    serialization: 'advanced',
    env: bareEnvironment(),
  })
  giveWay(child)
  const worker: Worker = { child, served: 0, progress: '', lastFile: '', stderr: '' }
  const progress = child.stdio[4] as NodeJS.ReadableStream
  progress.on('data', (chunk: Buffer) => {
    const lines = chunk.toString('utf8').split('\n').filter(Boolean)
    worker.progress = lines.at(-1) ?? worker.progress
    worker.lastFile = lines.findLast((line) => line.startsWith('file ')) ?? worker.lastFile
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    if (worker.stderr.length < 4096) worker.stderr += chunk.toString('utf8')
  })
  return worker
}

/** What a check said, or why it broke (our fault). */
type Answer = { outcome: CheckOutcome } | { error: string }
/**
 * How a process ended at a file or a check. `crash`: by itself, as a parser does that runs out of stack. The others
 * come from outside, and say nothing about the file.
 */
type Death = {
  why: 'time' | 'memory' | 'killed' | 'crash'
  file: string | undefined
  check: string | undefined
}
type Ended = { answers: Map<string, Answer>; died?: Death }

/**
 * One pass over the checks in one process. Resolves also when it dies; then `died` says at what. Rejects on abort and
 * on faults of our own.
 */
function runPass(
  project: { files: Map<string, Uint8Array>; found: readonly Finding[] },
  checks: string[],
  limits: AnalysisLimits,
  signal: AbortSignal,
): Promise<Ended> {
  const worker = workers.take(() => startWorker(limits))
  const { child } = worker
  const request: AnalysisRequest = { id: ++requests, ...project, checks }
  const answers = new Map<string, Answer>()
  return new Promise<Ended>((resolve, reject) => {
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, limits.wallMs)
    const abort = (): void => void child.kill('SIGKILL')
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', onError)
      act()
    }
    const onError = (error: Error): void => settle(() => reject(error))
    const onExit = (_code: number | null, by: NodeJS.Signals | null): void => {
      // The pipe may still hold what was said last.
      setImmediate(() =>
        settle(() => {
          if (signal.aborted) return reject(signal.reason instanceof Error ? signal.reason : new Error('Cancelled.'))
          if (!timedOut && by === null && worker.progress === '')
            return reject(new Error(`The analysis process did not start: ${worker.stderr.slice(0, 300)}`))
          const why = timedOut ? 'time' : endedBy(by, worker.stderr)
          resolve({ answers, died: { why, ...placeOf(worker.progress, checks, answers) } })
        }),
      )
    }
    const onMessage = (reply: AnalysisReply): void => {
      if (reply.id !== request.id) return
      answers.set(reply.check, reply.outcome ? { outcome: reply.outcome } : { error: reply.error ?? 'no outcome' })
      if (answers.size < checks.length) return
      settle(() => {
        workers.keep(worker)
        resolve({ answers })
      })
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.on('error', onError)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    child.send(request, (error) => {
      if (error) child.kill('SIGKILL')
    })
  })
}

/** At which file or check a process was, by what it said last. */
function placeOf(
  progress: string,
  checks: readonly string[],
  answers: ReadonlyMap<string, Answer>,
): Pick<Death, 'file' | 'check'> {
  const file = progress.startsWith('file ') ? progress.slice(5) : ''
  const check = progress.startsWith('check ') ? progress.slice(6) : checks.find((name) => !answers.has(name))
  return { file: file === '' ? undefined : file, check }
}

/** Why a process ended that was not too slow. */
const endedBy = (by: NodeJS.Signals | null, stderr: string): Death['why'] =>
  /heap out of memory/i.test(stderr) ? 'memory' : by === 'SIGKILL' || by === 'SIGTERM' ? 'killed' : 'crash'

const SAID: Record<Death['why'], (limits: AnalysisLimits) => string> = {
  time: ({ wallMs }) => `could not be analysed within ${wallMs / 1000} s`,
  memory: ({ memoryMb }) => `could not be analysed within ${memoryMb} MB of memory`,
  killed: () => 'could not be analysed: the process was ended from outside',
  crash: () => 'is nested too deeply to be parsed',
}

/** What a death says. Only a parser that breaks at the same place twice says something about the project. */
function deathOutcome(
  check: string,
  { why, file }: Death,
  limits: AnalysisLimits,
  before?: CheckOutcome,
): CheckOutcome {
  const isFault = why === 'crash'
  const one = finding({
    check,
    rule: 'too-complex',
    ...(!isFault && { severity: 'warning', owner: 'person' }),
    message: `${file === undefined ? 'The project' : 'The file'} ${SAID[why](limits)}.`,
    ...(file !== undefined && { file, line: 1 }),
  })
  const isShort = !isFault || before?.isShort === true
  return outcome([...(before?.findings ?? []), one], isShort ? { isShort } : {})
}

/**
 * All confined checks of one project in one pass. Where the process dies otherwise than by the clock, the same is tried
 * once more; a file on which it dies for good is reported and left out of the next pass.
 */
export async function analyse(
  project: ProjectUnderCheck,
  checks: string[],
  limits: AnalysisLimits,
  signal: AbortSignal,
): Promise<Map<string, Answer>> {
  const nothing = new Uint8Array()
  const files = new Map([...project.files].map(([path, bytes]) => [path, isReadable(path) ? bytes : nothing]))
  const extra = new Map<string, CheckOutcome>()
  const fail = (check: string, death: Death): void =>
    void extra.set(check, deathOutcome(check, death, limits, extra.get(check)))
  const seen = new Set<string>()
  let left = checks
  const done = new Map<string, Answer>()
  for (let culprits = 0; left.length > 0;) {
    const pass = await runPass({ files, found: project.specFindings }, left, limits, signal)
    for (const [name, result] of pass.answers) done.set(name, result)
    left = left.filter((name) => !done.has(name))
    if (!pass.died || left.length === 0) break
    const { file, check = left[0] as string, why } = pass.died
    const place = file ?? check
    if (why !== 'time' && !seen.has(place)) {
      seen.add(place)
    } else if (file !== undefined && culprits < CULPRITS) {
      culprits++
      fail('parse', pass.died)
      files.set(file, STAND_IN)
    } else {
      fail(check, pass.died)
      left = left.filter((name) => name !== check)
    }
  }
  for (const [name, result] of extra) {
    const said = done.get(name)
    const found = said && 'outcome' in said ? said.outcome.findings : []
    done.set(name, { outcome: outcome([...found, ...result.findings], result.isShort ? { isShort: true } : {}) })
  }
  return done
}

const running = new WeakMap<ProjectUnderCheck, Promise<Map<string, Answer>>>()
const members: string[] = []

/** The same check, run in the analysis process together with the other confined checks of the project. */
export function confined(check: Check, bounds: AnalysisLimits = DEFAULTS): Check {
  members.push(check.name)
  return {
    ...check,
    async run(project, tools) {
      const limits = { ...bounds, wallMs: Math.min(bounds.wallMs, tools.wallMs ?? bounds.wallMs) }
      let all = running.get(project)
      if (!all) running.set(project, (all = analyse(project, [...new Set(members)], limits, tools.signal)))
      const found = (await all).get(check.name)
      if (found === undefined) throw new Error(`The analysis gave no answer for ${check.name}.`)
      if ('error' in found) throw new Error(found.error)
      return found.outcome
    },
  }
}
