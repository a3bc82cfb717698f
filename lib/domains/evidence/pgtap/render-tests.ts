import { claimsOf, emailOf, personId, type Person } from '../access/people.ts'
import type { AccessCell, AccessTable, Report, SetupStatement } from '../contract.ts'
import type { DevoraJson } from '../../spec/contract.ts'

/**
 * The access matrix as pgTAP tests, one file per table, for `supabase test db` in the owner's own CI: the same people, the same rows, the
 * same statements that the report speaks of. Everything happens in one transaction that is rolled back.
 */

const LOGIN: Record<AccessCell['role'], 'anon' | 'authenticated' | 'service_role'> = {
  anon: 'anon', owner: 'authenticated', other: 'authenticated', member: 'authenticated', admin: 'authenticated', former: 'authenticated', service: 'service_role',
} // prettier-ignore
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

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
/** A statement as a literal that stays readable. */
function quoted(sql: string): string {
  let tag = '$sql$'
  for (let n = 1; sql.includes(tag); n++) tag = `$sql${n}$`
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

/** The assertion for one cell; null when its statement cannot be repeated elsewhere. */
function assertion({ role, operation, expected, actual, statement, detail }: AccessCell): string | null {
  if (!statement || actual === 'untested' || statement.includes(DRAWN)) return null
  // The row is written, and a trigger makes it an honest one: nothing is refused that could be asserted.
  if (actual === 'deny' && detail?.startsWith('a trigger ')) return null
  const says = text(`${role} ${expected === 'allow' ? 'may' : 'may not'} ${DOES[operation]}`)
  const code = actual === expected ? /\[(\w{5})\]$/.exec(detail ?? '')?.[1] : undefined
  const touched = quoted(`${statement} returning 1`)
  if (expected === 'allow') {
    if (operation === 'read') return `select isnt((${statement}), 0::bigint, ${says});`
    return operation.startsWith('insert') ? `select lives_ok(${quoted(statement)}, ${says});` : `select isnt_empty(${touched}, ${says});`
  }
  if (code !== undefined) return `select throws_ok(${quoted(statement)}, ${text(code)}, null, ${says});`
  if (operation === 'read') return `select is((${statement}), 0::bigint, ${says});`
  return operation.startsWith('insert') && actual !== 'deny'
    ? `select throws_ok(${quoted(statement)}, '42501', null, ${says});`
    : `select is_empty(${touched}, ${says});`
}

function claimsFor(spec: DevoraJson, { role, person }: AccessCell): Record<string, unknown> {
  const login = LOGIN[role]
  const own: Person | null = role === 'anon' || role === 'service' ? null : role
  const claims = claimsOf(spec, own, login)
  return person === undefined ? claims : { ...claims, sub: personId(person), email: emailOf(person) }
}

function renderTable(spec: DevoraJson, setup: readonly string[], { table, cells }: AccessTable): string | null {
  const tests: string[] = []
  const left: string[] = []
  for (const cell of cells) {
    const test = assertion(cell)
    if (test === null)
      left.push(`-- Not here: ${cell.role} ${cell.operation}${cell.detail === undefined ? '' : ` (${cell.detail.replace(/\s+/g, ' ')})`}`)
    else
      tests.push(
        [
          'savepoint cell;',
          session(claimsFor(spec, cell)),
          `set local role ${LOGIN[cell.role]};`,
          test,
          'rollback to savepoint cell;',
        ].join('\n'),
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
    '-- One savepoint per cell of the matrix: each starts from the same rows.',
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
