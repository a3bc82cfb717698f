import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import type { Check, CheckOutcome } from '../check.ts'
import { contract } from '../checks/contract.ts'
import { imports } from '../checks/imports.ts'
import { markup } from '../checks/markup.ts'
import { parse } from '../checks/parse.ts'
import { secrets } from '../checks/secrets.ts'
import type { Finding } from '../contract.ts'
import { loadProject } from '../load-project.ts'
import { watchParsing } from './source.ts'

/**
 * The process in which untrusted files meet our parsers. They are native code: a hundred thousand brackets can end the
 * process, which must then not be the worker's. Plain Node runs this file (types are stripped), hence the `.ts` in
 * imports.
 */

/** `found`: what loading the whole project found; only part of it is sent here. */
export type AnalysisRequest = {
  id: number
  files: Map<string, Uint8Array>
  found: readonly Finding[]
  checks: string[]
}
export type AnalysisReply = { id: number; check: string; outcome?: CheckOutcome; error?: string }

const CHECKS: Record<string, Check> = { parse, imports, lint: markup, contract, secrets }
/** Where the parent reads what is being worked on, written before the work so that it is known after a crash. */
const PROGRESS = 4

const say = (what: string): void => {
  try {
    writeSync(PROGRESS, `${what}\n`)
  } catch {
    // the parent is gone; `disconnect` ends this process
  }
}

watchParsing((path) => say(`file ${path}`))

process.on('message', (request: AnalysisRequest) => void answer(request))
process.on('disconnect', () => process.exit(0))

async function answer({ id, files, found, checks }: AnalysisRequest): Promise<void> {
  const project = { ...loadProject(files), specFindings: found }
  const none = () => Promise.reject(new Error('There is no scratch cluster in the analysis process.'))
  const tools = { signal: new AbortController().signal, scratch: none, scratchDatabase: none }
  for (const name of checks) {
    say(`check ${name}`)
    const started = performance.now()
    const reply = await CHECKS[name]!.run(project, tools).then(
      (outcome): AnalysisReply => ({ id, check: name, outcome: { ...outcome, ms: performance.now() - started } }),
      (error: unknown): AnalysisReply => ({
        id,
        check: name,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    process.send?.(reply)
  }
  say('idle')
  // It may be ended by a signal: what it compiled is kept for the next one.
  flushCompileCache()
}
