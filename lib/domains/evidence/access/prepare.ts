import { finding, type ProjectUnderCheck } from '../check.ts'
import type { Finding, GrantWorld } from '../contract.ts'
import type { ScratchDatabase } from '../scratch/database.ts'
import type { SqlError } from '../scratch/session.ts'
import type { SourceIndex } from '../sql/source-index.ts'
import { withActors } from './actors/actors.ts'
import { budgeted } from './cells/budget.ts'
import { readCatalogue, shortName, tableId, type Catalogue, type Table } from './catalogue.ts'
import type { PlannedCell } from './cells/cells.ts'
import type { DeclaredAccess } from './matrix/declared-access.ts'
import { deriveAccess, type CompleteAccess } from './matrix/derive-access.ts'
import { isTrue } from './findings/mismatches.ts'
import { createFixtures } from './fixtures/make-fixtures.ts'
import { planTable } from './cells/plan-cells.ts'
import { childrenFirst, resolveScopes, type Scope, type Scopes } from './matrix/scope.ts'
import { makeActors, OUT_OF_TIME, trySignUp } from './actors/sign-up.ts'
import { planViews } from './findings/views.ts'
import { PLAN_FILE } from '../../spec/file-path.ts'

export type Prepared = {
  catalogue: Catalogue
  access: CompleteAccess
  scopes: Scopes
  cells: PlannedCell[]
  findings: Finding[]
  /** The time was over before all rows were made: what could not be tried says nothing about the project. */
  isShort: boolean
}

/** Where `devora.json` speaks of that table. */
const specLine = (
  project: ProjectUnderCheck,
  table: string,
): { file: string; line: number } | Record<string, never> => {
  const text = project.text(PLAN_FILE)
  const at = text?.search(new RegExp(`"table"\\s*:\\s*"${table.replace(/[^\w.]/g, '.')}"`)) ?? -1
  return text === undefined ? {} : { file: PLAN_FILE, line: at < 0 ? 1 : text.slice(0, at).split('\n').length }
}

function signUpFinding(refused: SqlError, sources: SourceIndex): Finding {
  const trigger = /function (?:(\w+)\.)?(\w+)\(/.exec(refused.where ?? '')
  const at = trigger ? sources.find('function', `${trigger[1] ?? 'public'}.${trigger[2]}`) : null
  return finding({
    check: 'access',
    rule: 'signup-trigger-fails',
    ...(refused.code === OUT_OF_TIME && { severity: 'warning' }),
    ...(at ?? sources.start),
    message: `Signing up fails: a trigger on auth.users is refused (${refused.message} [${refused.code}]).`,
    hint: "The auth server inserts users: make the trigger's function `security definer set search_path = ''` and write names with their schema.",
  })
}

/**
 * As the owner of the database: actors, seed, rows, and what each role will try. In a project with default grants the
 * service role was given everything by Supabase, so nothing of it is expected to be refused there.
 */
export async function prepare(
  project: ProjectUnderCheck,
  declared: DeclaredAccess,
  database: ScratchDatabase,
  { world, sources, ms }: { world: GrantWorld; sources: SourceIndex; ms: number },
): Promise<Prepared> {
  const { spec } = declared
  const findings: Finding[] = []
  await database.endMigrator()
  const refused = await trySignUp(database, spec)
  const isSlow = refused?.code === OUT_OF_TIME
  const migrator = await database.openMigrator()
  try {
    const session = budgeted(migrator, ms)
    const catalogue = await readCatalogue(session)
    if (refused) findings.push(signUpFinding(refused, sources))
    await makeActors(session, spec)
    const seeded = spec.seed ? await session.run(withActors(spec.seed)) : null
    if (seeded?.error && seeded.overrun === null)
      findings.push(
        finding({
          check: 'access',
          rule: 'seed-fails',
          ...specLine(project, ''),
          message: `"seed" of devora.json fails: ${seeded.error.message} [${seeded.error.code}]`,
        }),
      )
    const access = deriveAccess(spec, catalogue, declared.unreadable)
    const scopes = resolveScopes(access.rules, catalogue, access.derivedTables)
    const fixtures = createFixtures({ session, catalogue, spec, scopes })
    const hasAdmins =
      spec.claims?.admin !== undefined || access.rules.some((rule) => !rule.team && rule.allow.admin !== undefined)
    const planner = { session, spec, fixtures, controls: new Map() }
    const planned = new Map<Scope, PlannedCell[]>()
    for (const scope of childrenFirst(scopes.scopes)) planned.set(scope, await planTable(planner, scope, hasAdmins))
    const views = await planViews(session, spec, catalogue, access.rules, hasAdmins)
    const cells = [...scopes.scopes.flatMap((scope) => planned.get(scope) ?? []), ...views].filter(
      ({ role, expected }) => world !== 'default' || role !== 'service' || expected === 'allow',
    )
    return { catalogue, access, scopes, cells, findings, isShort: isSlow || session.isOver() }
  } finally {
    await migrator.close()
    await database.endMigrator({ lock: true })
  }
}

/** Requests reach its rows for reading alone, by a policy that is true for all of them: a list that everybody sees. */
const isOnlyShown = ({ rls, policies }: Table): boolean =>
  rls &&
  policies
    .filter(({ isPermissive }) => isPermissive)
    .every(({ command, using, roles }) => roles.includes('service_role') || (command === 'select' && isTrue(using)))

/** What `devora.json` and the database do not agree on. */
export function disagreements(
  project: ProjectUnderCheck,
  { catalogue, access, scopes }: Prepared,
  sources: SourceIndex,
): Finding[] {
  const missing = access.rules.filter(
    ({ table }) => !catalogue.tables.has(tableId(table)) && !catalogue.views.some(({ id }) => id === tableId(table)),
  )
  return [
    ...missing.map((rule) =>
      finding({
        check: 'access',
        rule: 'table-missing',
        owner: 'database',
        ...specLine(project, rule.table),
        message: `The access matrix speaks of "${rule.table}", which no migration creates.`,
      }),
    ),
    ...scopes.problems.map(({ table, reason }) =>
      finding({
        check: 'access',
        rule: 'access-rule-invalid',
        owner: 'architect',
        ...specLine(project, table),
        message: `The access rule of "${table}" cannot be carried out: ${reason}.`,
      }),
    ),
    ...access.undeclared.map((table) =>
      finding({
        check: 'access',
        rule: 'access-undeclared',
        ...(isOnlyShown(table) && { severity: 'warning' }),
        ...(sources.find('table', table.id) ?? sources.start),
        message: `${shortName(table.id)} can be reached by requests, has no owner column, and nothing says who may do what with it.`,
        hint: 'Add a rule for it to `access` in devora.json.',
      }),
    ),
  ]
}
