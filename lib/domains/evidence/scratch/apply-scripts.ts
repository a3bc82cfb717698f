import { finding } from '../check.ts'
import type { Finding } from '../contract.ts'
import { parseScript, type Statement } from '../sql/parse-script.ts'
import { indexOfPosition, placeOf } from '../sql/split-statements.ts'
import { refuse } from '../sql/statement-filter.ts'
import { projectNames, translateScript } from '../sql/supabase-names.ts'
import type { GuardedSession, ScratchDatabase } from './database.ts'
import type { Bounds, Overrun } from './guard.ts'
import { isServerLost, ServerLost, type SqlError } from './session.ts'

/** A migration or the seed, with its statements. */
export type SqlScript = {
  path: string
  text: string
  statements: Statement[]
  /** Why it is not run at all. */
  unfit?: { rule: string; message: string; hint: string }
}

/** Larger scripts are rows, not a schema; Postgres would take them, the time bound would not. */
const MAX_SCRIPT_BYTES = 4 * 1024 * 1024
/** Wall clock of all scripts of a project together. */
const TOTAL_MS = 20_000

/** Time and memory may have been short on our side, so these say nothing for sure about the project. */
const OVERRUN: Record<Overrun, { rule: string; says: string }> = {
  time: { rule: 'migration-timeout', says: 'does not end in time and was stopped' },
  size: { rule: 'database-too-large', says: 'fills the database beyond its bound and was stopped' },
  memory: { rule: 'migration-out-of-memory', says: 'takes more memory than its bound and was stopped' },
}

/** Rules of findings that may only mean that the machine was busy: the check was not carried out. */
const SHORTAGES: ReadonlySet<string> = new Set(['migration-timeout', 'migration-out-of-memory'])
export const isShortOf = (findings: readonly Finding[]): boolean =>
  findings.some(({ rule }) => SHORTAGES.has(rule ?? ''))
const severityOf = (rule: string): Finding['severity'] => (SHORTAGES.has(rule) ? 'warning' : 'error')

/** SQLSTATEs that speak of a bound of the server rather than of the statement. */
const RULE_OF: Record<string, string> = {
  '57014': 'migration-timeout',
  '53100': 'database-too-large',
  '53400': 'database-too-large',
  '53200': 'migration-out-of-memory',
  '42501': 'forbidden-statement',
}

function explain(
  script: SqlScript,
  sent: readonly Statement[],
  done: number,
  error: SqlError,
  overrun: Overrun | null,
  place: { owner: string; database: string },
): Finding {
  const failed = sent[Math.min(done, sent.length - 1)]
  const index = error.position !== undefined ? indexOfPosition(script.text, error.position) : (failed?.start ?? 0)
  const at = { file: script.path, ...placeOf(script.text, index) }
  if (overrun) {
    const { rule, says } = OVERRUN[overrun]
    return finding({
      check: 'schema',
      rule,
      severity: severityOf(rule),
      ...at,
      message: `This statement ${says}.`,
      hint: 'A migration creates tables, policies and a few rows; it must end within seconds.',
    })
  }
  const where = error.where?.split('\n')[0]
  // "Failing row contains (…)" shows random ids and the time; the constraint's name says enough.
  const detail = error.detail?.startsWith('Failing row') ? undefined : error.detail
  const words = [error.message, detail, where && `(${where.replace(/\s+/g, ' ').slice(0, 200)})`]
    .filter(Boolean)
    .join(' ')
  const rule = error.fatal ? 'migration-fails' : (RULE_OF[error.code] ?? 'migration-fails')
  return finding({
    check: 'schema',
    rule,
    severity: severityOf(rule),
    ...at,
    message: projectNames(`Postgres refuses this: ${words} [${error.code}]`, place),
    ...(error.hint !== undefined && { hint: error.hint }),
  })
}

/** Parses a script. `text` is undefined when the file is binary or not UTF-8. */
export async function readScript(path: string, text: string | undefined): Promise<SqlScript> {
  const hint =
    'A migration is UTF-8 text that creates tables, policies and a few rows; load other rows outside the migrations.'
  if (text === undefined)
    return {
      path,
      text: '',
      statements: [],
      unfit: { rule: 'migration-unreadable', message: 'This file is not UTF-8 text and was not run.', hint },
    }
  if (Buffer.byteLength(text) > MAX_SCRIPT_BYTES)
    return {
      path,
      text,
      statements: [],
      unfit: { rule: 'migration-too-large', message: 'This file is larger than 4 MB and was not run.', hint },
    }
  return { path, text, statements: await parseScript(text) }
}

/** What the filter refuses in a script. */
export function refusals(script: SqlScript): Finding[] {
  return script.statements.flatMap((statement) => {
    const refusal = refuse(statement)
    return refusal
      ? [
          finding({
            check: 'schema',
            rule: refusal.rule,
            file: script.path,
            ...placeOf(script.text, statement.start),
            message: refusal.message,
          }),
        ]
      : []
  })
}

export type ApplyOptions = {
  /** Tests switch the filter off to show that the roles alone hold. */
  filter?: boolean
  bounds?: Partial<Bounds>
  signal?: AbortSignal
}

/**
 * Runs the scripts in order in one session of the migrator, each file whole (one transaction unless it says otherwise).
 * Stops at the first that fails: what follows would only report consequences. Throws `ServerLost` when the server broke
 * for no fault of theirs.
 */
export async function applyScripts(
  database: ScratchDatabase,
  scripts: readonly SqlScript[],
  options: ApplyOptions = {},
): Promise<Finding[]> {
  const place = { owner: database.owner, database: database.name }
  const until = performance.now() + (options.bounds?.ms ?? TOTAL_MS)
  const session: GuardedSession = await database.openMigrator()
  const abort = (): void => void session.close()
  options.signal?.addEventListener('abort', abort, { once: true })
  try {
    for (const script of scripts) {
      if (script.unfit) return [finding({ check: 'schema', file: script.path, line: 1, column: 1, ...script.unfit })]
      if (options.filter !== false) {
        const refused = refusals(script)
        if (refused.length > 0) return refused
      }
      const { text, sent } = translateScript(script.text, script.statements, place)
      const { results, error, overrun } = await session.run(text, {
        ...options.bounds,
        ms: Math.max(200, until - performance.now()),
      })
      if (error) {
        options.signal?.throwIfAborted()
        if (!overrun && isServerLost(error)) throw new ServerLost(error.message)
        return [explain(script, sent, results.length, error, overrun, place)]
      }
      // An open transaction would swallow everything after it.
      const { error: left } = await session.run('commit')
      if (left) return [explain(script, sent, sent.length - 1, left, null, place)]
    }
    return []
  } finally {
    options.signal?.removeEventListener('abort', abort)
    await session.close()
  }
}
