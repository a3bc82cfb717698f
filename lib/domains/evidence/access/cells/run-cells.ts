import type { GuardedSession, ScratchDatabase } from '../../scratch/database.ts'
import { isServerLost, ServerLost } from '../../scratch/session.ts'
import { readWhereOf } from '../matrix/expectation.ts'
import { claimsSql } from './insert-row.ts'
import type { Login, PlannedCell, Try } from './cells.ts'

/** What came out of one cell. `cause` sorts the reasons of a refusal, which decide whose fault it is. */
export type CellVerdict = {
  cell: PlannedCell
  actual: 'allow' | 'deny' | 'error' | 'untested'
  statement: string
  detail?: string
  cause?: 'grant' | 'policy' | 'row' | 'recursion' | 'sql' | 'hidden-rows' | 'missing-rows' | 'shortage'
}

type TryVerdict = Pick<CellVerdict, 'actual' | 'detail' | 'cause'>

/** Sessions per login: nearly all cells belong to signed-in people. */
const SESSIONS: Record<Login, number> = { anon: 1, authenticated: 2, service_role: 1 }
const CELL_MS = 3_000

/**
 * Who the session is, and that it is nobody more: asked before and after every statement, in the same transaction,
 * together with a canary, so that a session that stopped answering truthfully never counts as a refusal.
 */
const IDENTITY = `select 42, session_user, current_user, (select rolsuper from pg_catalog.pg_roles where rolname = session_user), (select rolbypassrls from pg_catalog.pg_roles where rolname = session_user), pg_catalog.current_setting('row_security')`

function identityProblem(row: (string | null)[] | undefined, login: Login): string | null {
  if (row?.[0] !== '42') return 'the canary did not answer'
  if (row[1] !== login || row[2] !== login) return `the session is ${row[1]} acting as ${row[2]}, not ${login}`
  if (row[3] !== 'f') return 'the session is a superuser'
  if (row[4] !== (login === 'service_role' ? 't' : 'f')) return 'the session has the wrong BYPASSRLS'
  return row[5] === 'on' ? null : 'row_security is off'
}

const explainRefusal = (message: string): 'grant' | 'policy' =>
  message.startsWith('permission denied') ? 'grant' : 'policy'

async function runTry(session: GuardedSession, cell: PlannedCell, one: Try): Promise<TryVerdict> {
  const deferred = one.kind === 'write' ? '; set constraints all immediate' : ''
  const before = one.beyond === undefined ? '' : `${one.beyond}; `
  const script = `rollback; begin; ${claimsSql(cell.claims)}; ${IDENTITY}; ${before}${one.sql}${deferred}; ${IDENTITY}; rollback`
  const { results, error, overrun } = await session.run(script, { ms: CELL_MS })
  if (error && !overrun && isServerLost(error)) throw new ServerLost(error.message)
  const impostor = results.length > 3 ? identityProblem(results[3]?.rows[0], cell.login) : 'the session did not answer'
  if (error === null || results.length >= 4) {
    const after = error ? null : identityProblem(results[results.length - 2]?.rows[0], cell.login)
    if (impostor ?? after) return { actual: 'error', detail: impostor ?? after ?? '', cause: 'sql' }
  }
  if (overrun) return { actual: 'error', detail: `${STOPPED} (${overrun})`, cause: 'shortage' }
  if (one.beyond !== undefined) {
    const seen = Number(results[4]?.rows[0]?.[0])
    const touched = results[5]?.rowCount ?? 0
    return !error && touched > seen
      ? { actual: 'allow', detail: `touches ${touched} rows and sees ${seen}` }
      : {
          actual: 'deny',
          detail: error ? `${error.message} [${error.code}]` : 'touches no more rows than it sees',
          cause: 'policy',
        }
  }
  if (one.isProbe)
    return error?.code === '42501'
      ? { actual: 'deny', detail: `${error.message} [${error.code}]`, cause: explainRefusal(error.message) }
      : { actual: 'untested', detail: one.why ?? 'no row could be made', cause: 'row' }
  const answer = results[4]
  if (!error) {
    const n = one.kind === 'count' ? Number(answer?.rows[0]?.[0]) : (answer?.rowCount ?? 0)
    if (one.kind === 'count' && one.exactly !== undefined && n !== one.exactly && n > 0 && one.exactly > 0)
      return { actual: 'error', detail: `sees ${n} of ${one.exactly} rows`, cause: 'missing-rows' }
    // A trigger that puts the right owner back makes the forged row an honest one.
    if (n > 0 && one.why === 'overridden') return { actual: 'deny', detail: 'a trigger sets the owner itself' }
    return n > 0
      ? { actual: 'allow' }
      : { actual: 'deny', detail: one.kind === 'count' ? 'sees no row' : 'touches no row', cause: 'policy' }
  }
  const detail = `${error.message} [${error.code}]`
  if (error.code === '42501') return { actual: 'deny', detail, cause: explainRefusal(error.message) }
  if (error.code === '42P17' || error.code === '54001') return { actual: 'error', detail, cause: 'recursion' }
  if (/^(23|P0001|44000|22|428C9)/.test(error.code)) {
    // The same row can be written by the owner of the database, so it is the person who is refused; a trigger's word
    // counts either way.
    if (one.isPossible || error.code === 'P0001' || error.code === '428C9')
      return { actual: 'deny', detail, cause: 'policy' }
    // Grants and policies are asked before constraints: whoever gets as far as a constraint was let through. For
    // somebody who is meant to get through that is the answer, where the row itself cannot be written by anybody (a
    // profile with children, say).
    if (cell.expected === 'allow' && error.code.startsWith('23'))
      return { actual: 'allow', detail: `let through; only the row's own constraints refuse it: ${detail}` }
    return { actual: 'untested', detail: `no valid row: ${one.why ?? detail}`, cause: 'row' }
  }
  return { actual: 'error', detail, cause: 'sql' }
}

const STOPPED = 'stopped: over its bound'
const isStopped = ({ cause }: TryVerdict): boolean => cause === 'shortage'

async function runCell(session: GuardedSession, cell: PlannedCell): Promise<CellVerdict> {
  const first = cell.tries[0]
  if (!first)
    return { cell, actual: 'untested', statement: '', detail: cell.untested ?? 'nothing to try', cause: 'row' }
  let worst: CellVerdict | null = null
  for (const one of cell.tries) {
    const verdict = { cell, statement: one.sql, ...(await runTry(session, cell, one)) }
    // What is allowed needs one way that works, what is denied none.
    if (verdict.actual === 'allow') {
      worst = verdict
      break
    }
    if (worst === null || verdict.actual === 'error' || (verdict.actual === 'untested' && worst.actual === 'deny'))
      worst = verdict
    if (cell.expected === 'allow' || isStopped(verdict)) break
  }
  const verdict = worst as CellVerdict
  if (verdict.actual === 'allow' && cell.hidden) {
    const hidden = await runTry(session, cell, cell.hidden)
    if (isStopped(hidden)) return { cell, statement: cell.hidden.sql, ...hidden }
    if (hidden.actual === 'allow')
      return {
        cell,
        actual: 'error',
        statement: cell.hidden.sql,
        detail: `reads a row for which "${readWhereOf(cell.scope.rule, cell.role)}" does not hold`,
        cause: 'hidden-rows',
      }
  }
  const isRefused = first.isProbe === true && verdict.actual === 'deny'
  return cell.untested !== undefined && !isRefused && !isStopped(verdict)
    ? { ...verdict, actual: 'untested', detail: cell.untested, cause: 'row' }
    : verdict
}

/**
 * Runs the cells, each in a transaction of its own that is rolled back, over a few sessions that log in as the request
 * roles.
 */
export async function runCells(
  database: ScratchDatabase,
  cells: readonly PlannedCell[],
  signal: AbortSignal,
  ms: number,
): Promise<CellVerdict[]> {
  const verdicts = new Map<PlannedCell, CellVerdict>()
  const until = performance.now() + ms
  const lanes = (Object.keys(SESSIONS) as Login[]).flatMap((login) => {
    const queue = cells.filter((cell) => cell.login === login)
    return queue.length === 0
      ? []
      : Array.from({ length: Math.min(SESSIONS[login], queue.length) }, () => ({ login, queue }))
  })
  await Promise.all(
    lanes.map(async ({ login, queue }) => {
      let session = await database.openAs(login)
      try {
        for (
          let cell = queue.shift();
          cell !== undefined && !signal.aborted && performance.now() < until;
          cell = queue.shift()
        ) {
          const verdict = await runCell(session, cell)
          verdicts.set(cell, verdict)
          if (session.isStopped()) {
            await session.close()
            session = await database.openAs(login)
          }
        }
      } finally {
        await session.close()
      }
    }),
  )
  signal.throwIfAborted()
  return cells.map(
    (cell) =>
      verdicts.get(cell) ?? {
        cell,
        actual: 'untested',
        statement: '',
        detail: 'the time for this project was over',
        cause: 'shortage',
      },
  )
}
