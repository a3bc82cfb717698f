import { type ProjectUnderCheck } from './check'
import type { Finding } from './contract'
import { isReadable } from './paths'
import { analyse } from './syntax/analysis-pool'

/**
 * So many at once, over all writers of all runs: a file takes some milliseconds in a process that is warm, and a tenth
 * of a second of a whole core in one that has to be started for it.
 */
const AT_ONCE = 2
let judging = 0
const waiting: Array<() => void> = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (judging >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else judging++
  try {
    return await work()
  } finally {
    // The place goes from hand to hand; only when nobody waits it becomes free.
    const next = waiting.shift()
    if (next === undefined) judging--
    else next()
  }
}

/** One file, so it must be much quicker than a project. */
const LIMITS = { wallMs: 10_000, memoryMb: 512 }

/**
 * What the check `parse` says about one file on its own: cut off, lazy ("rest unchanged"), not parsable, a fence or
 * prose around it. In the analysis process, as everything that parses untrusted text. Before it is stored: a bad file
 * never replaces a good one.
 * @returns errors, or why the file could not be judged; empty when it may be stored
 */
export async function judgeFile(path: string, content: string, signal: AbortSignal): Promise<Finding[]> {
  if (!isReadable(path)) return []
  const project: ProjectUnderCheck = {
    files: new Map([[path, new TextEncoder().encode(content)]]),
    text: (asked) => (asked === path ? content : undefined),
    spec: { devora: 1 },
    specFindings: [],
    derived: [],
  }
  const answer = (await inTurn(() => analyse(project, ['parse'], LIMITS, signal))).get('parse')
  if (answer === undefined) throw new Error(`The analysis gave no answer for ${path}.`)
  if ('error' in answer) throw new Error(answer.error)
  const { findings, isShort } = answer.outcome
  // What could not be judged is not stored either.
  return isShort === true ? findings : findings.filter((finding) => finding.severity === 'error')
}
