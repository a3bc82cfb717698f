import { escapeLiteral } from 'pg'
import { claimsOf, emailOf, actorId, type Actor } from '../access/actors/actors.ts'
import type { AccessCell, AccessTable, Report, SetupStatement } from '../contract.ts'
import type { DevoraJson } from '../../spec/contract.ts'

/**
 * The access matrix as pgTAP tests, one file per table, for `supabase test db` in the owner's own CI: the same people,
 * the same rows, the same statements that the report speaks of. Everything happens in one transaction that is rolled
 * back.
 */

const LOGIN: Record<AccessCell['role'], 'anon' | 'authenticated' | 'service_role'> = {
  anon: 'anon',
  owner: 'authenticated',
  other: 'authenticated',
  member: 'authenticated',
  admin: 'authenticated',
  former: 'authenticated',
  service: 'service_role',
}
const DOES: Record<AccessCell['operation'], string> = {
  read: 'read a row',
  insert: 'insert a row',
  insert_forged: 'insert a row in the name of somebody else',
  update: 'change a row',
  move: 'give a row to somebody else',
  delete: 'delete a row',
}
/** Ids that the database itself drew, numbered for the report: nobody can repeat a statement that speaks of one. */
const DRAWN = '00000000-0000-4000-c000-'

const text = escapeLiteral
/** A statement as a literal that stays readable. */
function quoted(sql: string, name: string): string {
  let tag = `$${name}$`
  for (let n = 1; sql.includes(tag); n++) tag = `$${name}${n}$`
  return `${tag}${sql}${tag}`
}

/** What a request of that person carries, as PostgREST sets it. */
const session = (claims: Record<string, unknown> | null): string => {
  const of = (name: string): string => text(typeof claims?.[name] === 'string' ? claims[name] : '')
  return [
    `set local "request.jwt.claims" to ${text(claims ? JSON.stringify(claims) : '')};`,
    `set local "request.jwt.claim.sub" to ${of('sub')};`,
    `set local "request.jwt.claim.role" to ${of('role')};`,
    `set local "request.jwt.claim.email" to ${of('email')};`,
  ].join('\n')
}

function setupLines(spec: DevoraJson, setup: readonly SetupStatement[]): string[] {
  const lines: string[] = []
  let before = ''
  for (const { sql, person, role } of setup) {
    const as = session(person === undefined ? null : claimsOf(spec, person, role ?? 'authenticated'))
    if (as !== before) lines.push(as)
    before = as
    lines.push(`${sql.replace(/;\s*$/, '')};`)
  }
  return lines
}

/**
 * Runs a statement as whoever asks, takes it back, and fails when it touched no row. In the transaction of the test and
 * in a temporary schema, so nothing of it stays. A savepoint per cell would not do: pgTAP counts in a table, which goes
 * back with it.
 */
const ATTEMPT = `create function pg_temp.attempt(statement text) returns void language plpgsql as $attempt$
declare
  touched bigint;
begin
  begin
    execute statement;
    get diagnostics touched = row_count;
    raise exception 'taken back' using errcode = 'UNDO1';
  exception when sqlstate 'UNDO1' then
    null;
  end;
  if touched = 0 then
    raise exception 'no row is seen or touched' using errcode = 'NOROW';
  end if;
end $attempt$;`

/** The assertion for one cell; null when its statement cannot be repeated elsewhere. */
function assertion({ role, operation, expected, actual, statement, detail }: AccessCell): string | null {
  if (!statement || !(role in LOGIN) || !(operation in DOES) || actual === 'untested' || statement.includes(DRAWN))
    return null
  // The row is written, and a trigger makes it an honest one: nothing is refused that could be asserted.
  if (actual === 'deny' && detail?.startsWith('a trigger ')) return null
  const says = text(`${role} ${expected === 'allow' ? 'may' : 'may not'} ${DOES[operation]}`)
  const attempt = quoted(
    `select pg_temp.attempt(${quoted(statement.replace(/^select count\(\*\) from/, 'select from'), 'statement')})`,
    'sql',
  )
  if (expected === 'allow') return `select lives_ok(${attempt}, ${says});`
  // As it was refused: by a grant or a policy, or because the row is not there for that person.
  const code =
    actual === 'deny'
      ? (/\[(\w{5})\]$/.exec(detail ?? '')?.[1] ?? 'NOROW')
      : operation.startsWith('insert')
        ? '42501'
        : 'NOROW'
  return `select throws_ok(${attempt}, ${text(code)}, null, ${says});`
}

function claimsFor(spec: DevoraJson, { role, person }: AccessCell): Record<string, unknown> {
  const login = LOGIN[role]
  const own: Actor | null = role === 'anon' || role === 'service' ? null : role
  const claims = claimsOf(spec, own, login)
  return person === undefined ? claims : { ...claims, sub: actorId(person), email: emailOf(person) }
}

function renderTable(spec: DevoraJson, setup: readonly string[], { table, cells }: AccessTable): string | null {
  const tests: string[] = []
  const left: string[] = []
  for (const cell of cells) {
    const test = assertion(cell)
    if (test === null)
      left.push(
        `-- Not here: ${cell.role} ${cell.operation}${cell.detail === undefined ? '' : ` (${cell.detail.replace(/\s+/g, ' ')})`}`,
      )
    else
      tests.push(
        [session(claimsFor(spec, cell)), `set local role ${LOGIN[cell.role]};`, test, 'reset role;'].join('\n'),
      )
  }
  if (tests.length === 0) return null
  return `${[
    `-- Who may do what with ${table}: written by Devora from the evidence report of this version. Run with: supabase test db`,
    'begin;',
    'create extension if not exists pgtap with schema extensions;',
    `select plan(${tests.length});`,
    '',
    '-- People and rows, made as the owner of the database.',
    ...setup,
    '',
    '-- One request per cell of the matrix; each is taken back, so all start from the same rows.',
    ATTEMPT,
    '',
    tests.join('\n\n'),
    ...(left.length > 0 ? ['', ...left] : []),
    '',
    'select * from finish();',
    'rollback;',
  ].join('\n')}\n`
}

/** `supabase/tests/access_<table>.sql` → contents. Empty when the report has no executed matrix. */
export function renderTests(report: Pick<Report, 'access' | 'setup'>, spec: DevoraJson): Map<string, string> {
  const files = new Map<string, string>()
  if (report.setup === undefined) return files
  const setup = setupLines(spec, report.setup)
  for (const table of report.access ?? []) {
    const content = renderTable(spec, setup, table)
    if (content !== null) files.set(`supabase/tests/access_${table.table.replace(/\W+/g, '_')}.sql`, content)
  }
  return files
}
