import type { Operation, Role } from '../../../spec/contract.ts'
import { finding } from '../../check.ts'
import type { Finding, GrantWorld } from '../../contract.ts'
import type { SourceIndex, SourcePlace } from '../../sql/source-index.ts'
import { shortName, type Catalogue, type Policy, type Privilege, type Table } from '../catalogue.ts'
import { expectedOf, isUnspecified, readWhereOf } from '../matrix/expectation.ts'
import { isTrue } from './mismatches.ts'
import { publicReading } from '../matrix/policy-words.ts'
import { checkFunctions, checkPrivateFiles, checkStorage, type Report, trustsUserMetadata } from './side-doors.ts'
import { isOwnable, type Scope, type Scopes } from '../matrix/scope.ts'
import type { ViewLeak } from './views.ts'

/** What the resulting catalogue shows without a row being touched: ways in that the tried statements need not meet. */

const OPERATIONS_OF: Record<Privilege, Operation[]> = {
  SELECT: ['read'],
  INSERT: ['insert', 'insert_forged'],
  UPDATE: ['update', 'move'],
  DELETE: ['delete'],
  TRUNCATE: [],
}
const API_SCHEMA = 'public'

const mayBe = (scope: Scope, role: Role, operation: Operation): boolean =>
  expectedOf(scope, role, operation) === 'allow' || isUnspecified(scope, role, operation)
const reaches = (policy: Policy, role: string): boolean =>
  policy.roles.includes('public') || policy.roles.includes(role)
const grantedTo = (table: Pick<Table, 'grants'>, role: string): Privilege[] => [
  ...(table.grants[role] ?? []),
  ...(table.grants.PUBLIC ?? []),
]

/**
 * True when everything a request role was granted is something the matrix lets every other user do: row-level security
 * would add nothing.
 */
function isOpenByDesign(scope: Scope | undefined, table: Table): boolean {
  if (!scope || scope.isDerived || scope.rule.readWhere || scope.rule.readWhereFor) return false
  return (['anon', 'authenticated'] as const).every((role) =>
    grantedTo(table, role).every((privilege) => {
      const operations = OPERATIONS_OF[privilege] ?? []
      return (
        operations.length > 0 &&
        operations
          .slice(0, scope.owner ? 2 : 1)
          .every((operation) => mayBe(scope, role === 'anon' ? 'anon' : 'other', operation))
      )
    }),
  )
}

function checkRls(
  table: Table,
  scope: Scope | undefined,
  catalogue: Catalogue,
  sources: SourceIndex,
  report: Report,
): void {
  if (table.rls || table.schema === 'storage') return
  const isExposed = (['anon', 'authenticated'] as const).some(
    (role) => catalogue.usage[table.schema]?.includes(role) && grantedTo(table, role).length > 0,
  )
  if (table.schema !== API_SCHEMA && !isExposed) return
  if (isExposed && isOpenByDesign(scope, table)) return
  const inert = table.policies.length > 0 ? ' Its policies have no effect.' : ''
  report(
    'rls-missing',
    sources.find('table', table.id),
    `${shortName(table.id)} has no row-level security.${inert}`,
    `alter table ${table.id} enable row level security;`,
  )
}

/**
 * Without a `with check` Postgres holds the new row to `using`. That is enough where it names, in each of its branches,
 * whose row it is; and a condition about the person alone bounds no row, whichever of the two it stands in.
 */
function letsRowsGo(using: string | null, scope: Scope): boolean {
  if (using === null) return false
  const names = (column: string | null | undefined, text: string): boolean =>
    column != null && new RegExp(`\\b${column}\\b`).test(text)
  const pins = (text: string): boolean =>
    [scope.owner, scope.via?.column, scope.teamColumn].some((column) => names(column, text))
  const branches = using.split(/\bOR\b/)
  return branches.some((text) => !pins(text) && scope.table.columns.some(({ name }) => names(name, text)))
}

/** A table about which nothing is said, whose rows a policy lets everybody change: nobody means that. */
function checkUndeclaredWrites(table: Table, policy: Policy, at: SourcePlace | null, report: Report): void {
  const who = (['anon', 'authenticated'] as const).find(
    (role) => reaches(policy, role) && grantedTo(table, role).length > 0,
  )
  if (!policy.isPermissive || !table.rls || table.schema === 'storage' || who === undefined) return
  const may = (command: Policy['command'], privilege: Privilege, expression: string | null): boolean =>
    (policy.command === command || policy.command === 'all') &&
    isTrue(expression) &&
    grantedTo(table, who).includes(privilege)
  const open = [
    may('insert', 'INSERT', policy.check ?? policy.using) && 'insert',
    may('update', 'UPDATE', policy.using) && 'change',
    may('delete', 'DELETE', policy.using) && 'delete',
  ].filter((one) => one !== false)
  if (open.length === 0) return
  const people = who === 'anon' ? 'Anybody without a session' : 'Any signed-in user'
  report(
    'policy-always-true',
    at,
    `${people} can ${open.join(', ')} rows of ${shortName(table.id)}: policy "${policy.name}" is true for every row.`,
    'Compare a column with (select auth.uid()), or declare in devora.json who may do it.',
  )
}

/** The operations that a policy lets those roles do on every row, and that the matrix does not give them. */
function alwaysOpen(policy: Policy, scope: Scope, roles: readonly Role[]): Operation[] {
  const commands: [Policy['command'], Operation, boolean][] = [
    ['select', 'read', isTrue(policy.using)],
    [
      'insert',
      scope.owner || scope.via || scope.teamColumn ? 'insert_forged' : 'insert',
      isTrue(policy.check ?? policy.using),
    ],
    ['update', 'update', isTrue(policy.using)],
    ['delete', 'delete', isTrue(policy.using)],
  ]
  return commands.flatMap(([command, operation, always]) => {
    const isMeant = roles.every(
      (role) => mayBe(scope, role, operation) && (operation !== 'read' || readWhereOf(scope.rule, role) === undefined),
    )
    return always && (policy.command === command || policy.command === 'all') && !isMeant ? [operation] : []
  })
}

function checkPolicies(
  table: Table,
  scope: Scope | undefined,
  catalogue: Catalogue,
  sources: SourceIndex,
  report: Report,
): void {
  for (const policy of table.policies) {
    const at = sources.find('policy', `${table.id} ${policy.name}`) ?? sources.find('table', table.id)
    const title = `Policy "${policy.name}" of ${shortName(table.id)}`
    const roles = (
      [
        ['anon', 'anon'],
        ['authenticated', 'other'],
      ] as const
    )
      .filter(([login]) => reaches(policy, login))
      .map(([, role]) => role)
    if (trustsUserMetadata(`${policy.using} ${policy.check}`, catalogue))
      report(
        'policy-trusts-user-metadata',
        at,
        `${title} trusts user_metadata, which every user can write.`,
        'Keep roles in app_metadata or in a table.',
      )
    if (!scope) checkUndeclaredWrites(table, policy, at, report)
    if (roles.length === 0 || !policy.isPermissive || !scope) continue
    const open = alwaysOpen(policy, scope, roles)
    if (open.length > 0)
      report(
        'policy-always-true',
        at,
        `${title} is true for every row (${open.join(', ')}), and the access matrix does not declare that public.`,
        'Compare a column with (select auth.uid()), or declare the table public in devora.json.',
      )
    if ((policy.command === 'update' || policy.command === 'all') && policy.check === null && isOwnable(scope))
      report(
        'with-check-missing',
        at,
        letsRowsGo(policy.using, scope)
          ? `${title} has no "with check": what a row may become is only bounded by what it was.`
          : `${title} has no "with check". Postgres holds the new row to "using" as long as there is none; whoever widens "using" opens both.`,
        'Say in `with check` what the new row must fulfil.',
        'warning',
      )
  }
}

/** Reading that a policy opens in so many words, which nobody declared: it is said, and left to whoever reads it. */
function checkPublicReading(table: Table, scope: Scope | undefined, sources: SourceIndex, report: Report): void {
  if (!scope?.isDerived || !table.rls) return
  const policy = publicReading(table, 'anon') ?? publicReading(table, 'authenticated')
  if (policy === undefined) return
  const who = publicReading(table, 'anon') ? 'everybody, without an account,' : 'every signed-in user'
  report(
    'public-reading-undeclared',
    sources.find('policy', `${table.id} ${policy.name}`),
    `Policy "${policy.name}" says itself that ${who} may read every row and column of ${shortName(table.id)}; nothing else says whether that is meant.`,
    `Say it in \`access\` of devora.json (allow anon or other to read), or compare a column with (select auth.uid()).`,
    'warning',
  )
}

/**
 * Grants to people without a session that no cell of the matrix needs; those that Supabase makes are nobody's fault.
 */
function checkGrants(
  table: Table,
  scope: Scope | undefined,
  world: GrantWorld,
  sources: SourceIndex,
  report: Report,
): void {
  if (!scope || table.schema === 'storage' || world === 'default') return
  for (const role of ['anon', 'PUBLIC'] as const) {
    const whole = table.grants[role] ?? []
    const columns = (table.columnGrants[role] ?? []).map((one) => one.split(':')[0] as Privilege)
    const excess = [...new Set([...whole, ...columns])].filter((privilege) => {
      const operations = OPERATIONS_OF[privilege]
      return operations !== undefined && !operations.some((operation) => mayBe(scope, 'anon', operation))
    })
    if (excess.length > 0)
      report(
        'undeclared-grant',
        sources.grant(table.id, role) ?? sources.find('table', table.id),
        `${shortName(table.id)} is granted to ${role} (${excess.sort().join(', ').toLowerCase()}), and the access matrix gives anonymous visitors nothing of it.`,
        `revoke ${excess.sort().join(', ').toLowerCase()} on ${table.id} from ${role === 'PUBLIC' ? 'public' : role};`,
        scope.isDerived ? 'warning' : 'error',
      )
  }
}

/**
 * What executing the views showed: the ids of everything that has cells, and what undeclared views show beyond their
 * tables.
 */
export type SeenViews = { tried: ReadonlySet<string>; leaks: readonly ViewLeak[] }

function checkViews(catalogue: Catalogue, seen: SeenViews, sources: SourceIndex, report: Report): void {
  for (const view of catalogue.views) {
    const at = sources.find('view', view.id)
    const readers = (['anon', 'authenticated', 'PUBLIC'] as const).filter((role) =>
      view.grants[role]?.includes('SELECT'),
    )
    const name = shortName(view.id)
    const leak = seen.leaks.find((one) => one.view.id === view.id && one.rows > 0)
    const proof = leak
      ? ` ${leak.who === 'anon' ? 'Anybody' : 'Any other signed-in user'} sees ${leak.rows} row${leak.rows === 1 ? '' : 's'} there that the tables hide. Tried: ${leak.statement}`
      : ''
    // Who may read a view that the matrix names has been tried; writing through it has not.
    const isSettled = seen.tried.has(view.id)
    const isWritten =
      view.isUpdatable &&
      ['anon', 'authenticated', 'PUBLIC'].some((role) =>
        view.grants[role]?.some((one) => one !== 'SELECT' && OPERATIONS_OF[one]?.length),
      )
    if (view.isMaterialized) {
      if (readers.length > 0 && view.schema === API_SCHEMA && !isSettled)
        report(
          'materialized-view-exposed',
          at,
          `${name} is a materialized view, which has no row-level security, and ${readers.join(' and ')} may read it.${proof}`,
          'Keep it out of the public schema and offer a function, or declare in devora.json who may read it.',
        )
    } else if (!view.isInvoker && (view.schema === API_SCHEMA || readers.length > 0) && (!isSettled || isWritten)) {
      report(
        'view-without-invoker',
        at,
        `View ${name} runs with the rights of its owner, past the policies of ${view.reads.map(shortName).join(', ') || 'what it reads'}.${proof}`,
        `create view ${view.id} with (security_invoker = true) as …${isSettled ? '' : ', or declare in devora.json who may read it'}`,
      )
    }
    if (view.reads.includes('auth.users') && readers.length > 0)
      report(
        'auth-users-exposed',
        at,
        `View ${name} shows auth.users to ${readers.join(' and ')}.`,
        'Copy what may be shown into a profiles table.',
      )
  }
}

/** Whether every relation and every function of the project in a body is written with its schema. */
function isQualified(body: string, { functions }: Catalogue): boolean {
  const text = body
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
  const written = /\b(?:insert\s+into|update(?!\s+set\b)|delete\s+from)\s+(?:only\s+)?"?\w+"?(?!["\w]*\s*\.)/i
  const read = /(?:(?<!\bdistinct\s)\bfrom|\bjoin)\s+(?:only\s+)?"?\w+"?(?!["\w]*\s*[.(])/i
  if (written.test(text) || read.test(text)) return false
  return !functions.some(({ name }) =>
    new RegExp(`(?:^|[^\\w".])"?${name.replace(/\W/g, '.')}"?\\s*\\(`, 'i').test(text),
  )
}

/**
 * `security definer` without a `search_path` of its own. A trigger function has no caller who could set one, so with
 * every name written in full nothing can be put in its way.
 */
function checkSearchPaths(catalogue: Catalogue, sources: SourceIndex, report: Report): void {
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.searchPath !== null) continue
    const isSafe = one.returnsTrigger && isQualified(one.body, catalogue)
    const name = `${one.schema}.${one.name}`
    report(
      'definer-search-path',
      sources.find('function', name),
      `Function ${shortName(name)} is "security definer" without a fixed search_path: ${
        isSafe
          ? 'only its names, all written with their schema, keep other objects out of its way.'
          : 'a caller can put other objects in its way.'
      }`,
      "Add: set search_path = '' and write names with their schema.",
      isSafe ? 'warning' : 'error',
    )
  }
}

/** Findings over the whole catalogue. */
export function staticFindings(
  catalogue: Catalogue,
  scopes: Scopes,
  world: GrantWorld,
  sources: SourceIndex,
  seen: SeenViews,
): Finding[] {
  const findings: Finding[] = []
  const report: Report = (rule, at, message, hint, severity) => {
    findings.push(
      finding({ check: 'access', rule, ...(at ?? sources.start), message, hint, ...(severity && { severity }) }),
    )
  }
  for (const table of catalogue.tables.values()) {
    const scope = scopes.byTable.get(table.id)
    checkRls(table, scope, catalogue, sources, report)
    checkPolicies(table, scope, catalogue, sources, report)
    checkPublicReading(table, scope, sources, report)
    checkGrants(table, scope, world, sources, report)
  }
  checkViews(catalogue, seen, sources, report)
  checkFunctions(catalogue, scopes, sources, report)
  checkStorage(catalogue, sources, report)
  checkPrivateFiles(catalogue, scopes, sources, report)
  checkSearchPaths(catalogue, sources, report)
  if (catalogue.authGrants.length > 0)
    report(
      'auth-users-exposed',
      sources.grant('auth.users', catalogue.authGrants[0] ?? ''),
      `auth.users is granted to ${catalogue.authGrants.join(' and ')}: e-mail addresses and more of every user.`,
      'Copy what may be shown into a profiles table.',
    )
  if (!catalogue.isAuthIntact)
    report(
      'auth-redefined',
      null,
      'The migrations change what belongs to Supabase (schema auth, or row-level security of storage).',
      'Leave auth and storage as they are; add tables of your own.',
    )
  return findings
}
