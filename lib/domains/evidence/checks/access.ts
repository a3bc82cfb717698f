import { finding, outcome, type Check, type CheckOutcome, type ProjectUnderCheck } from '../check.ts'
import type { AccessTable, Finding } from '../contract.ts'
import { readCatalogue, shortName, tableId, type Catalogue } from '../access/catalogue.ts'
import { deriveAccess, type CompleteAccess } from '../access/derive-access.ts'
import { budgeted } from '../access/budget.ts'
import { mismatches } from '../access/mismatches.ts'
import { withPeople } from '../access/people.ts'
import { planTable, type PlannedCell } from '../access/plan-cells.ts'
import { runCells, type CellVerdict } from '../access/run-cells.ts'
import { childrenFirst, resolveScopes, type Scope, type Scopes } from '../access/scope.ts'
import { makePeople, OUT_OF_TIME, trySignUp } from '../access/sign-up.ts'
import { staticFindings } from '../access/static-findings.ts'
import { findViewLeaks, planViews } from '../access/views.ts'
import { createWorld } from '../access/world.ts'
import { isShortOf } from '../scratch/apply-scripts.ts'
import { findBypasses, withoutPublicFunctions } from '../bypasses/find-bypasses.ts'
import { buildDatabase, type ScratchBuild } from '../scratch/build-database.ts'
import type { ScratchCluster } from '../scratch/cluster.ts'
import type { ScratchDatabase } from '../scratch/database.ts'
import { ServerLost } from '../scratch/session.ts'
import { indexSources, type SourceIndex } from '../sql/source-index.ts'

/** Wall clock for making rows, and again for trying the cells. */
const BUDGET_MS = 8_000
type Bounds = { signal: AbortSignal; ms: number }
const SPEC = 'devora.json'

type Prepared = {
  catalogue: Catalogue
  access: CompleteAccess
  scopes: Scopes
  cells: PlannedCell[]
  findings: Finding[]
  /** The time was over before all rows were made: what could not be tried says nothing about the project. */
  isShort: boolean
}

const specLine = (
  project: ProjectUnderCheck,
  table: string,
): { file: string; line: number } | Record<string, never> => {
  const text = project.text(SPEC)
  const at = text?.search(new RegExp(`"table"\\s*:\\s*"${table.replace(/[^\w.]/g, '.')}"`)) ?? -1
  return text === undefined ? {} : { file: SPEC, line: at < 0 ? 1 : text.slice(0, at).split('\n').length }
}

/** As the owner of the database: people, seed, rows, and what each role will try. */
async function prepare(
  project: ProjectUnderCheck,
  database: ScratchDatabase,
  sources: SourceIndex,
  ms: number,
): Promise<Prepared> {
  const { spec } = project
  const findings: Finding[] = []
  await database.endMigrator()
  const refused = await trySignUp(database, spec)
  const isSlow = refused?.code === OUT_OF_TIME
  const migrator = await database.openMigrator()
  try {
    const session = budgeted(migrator, ms)
    const catalogue = await readCatalogue(session)
    if (refused) {
      const trigger = /function (?:(\w+)\.)?(\w+)\(/.exec(refused.where ?? '')
      const at = trigger ? sources.find('function', `${trigger[1] ?? 'public'}.${trigger[2]}`) : null
      findings.push(
        finding({
          check: 'access',
          rule: 'signup-trigger-fails',
          ...(isSlow && { severity: 'warning' }),
          ...(at ?? sources.start),
          message: `Signing up fails: a trigger on auth.users is refused (${refused.message} [${refused.code}]).`,
          hint: "The auth server inserts users: make the trigger's function `security definer set search_path = ''` and write names with their schema.",
        }),
      )
    }
    await makePeople(session, spec)
    if (spec.seed) {
      const { error, overrun } = await session.run(withPeople(spec.seed))
      if (error && overrun === null)
        findings.push(
          finding({
            check: 'access',
            rule: 'seed-fails',
            ...specLine(project, ''),
            message: `"seed" of devora.json fails: ${error.message} [${error.code}]`,
          }),
        )
    }
    const access = deriveAccess(spec, catalogue)
    const scopes = resolveScopes(spec, access.rules, catalogue, access.derivedTables)
    const world = createWorld({ session, catalogue, spec, scopes })
    const hasAdmins =
      spec.claims?.admin !== undefined || access.rules.some((rule) => !rule.team && rule.allow.admin !== undefined)
    const planner = { session, spec, world, controls: new Map() }
    const planned = new Map<Scope, PlannedCell[]>()
    for (const scope of childrenFirst(scopes.scopes)) planned.set(scope, await planTable(planner, scope, hasAdmins))
    const views = await planViews(session, spec, catalogue, access.rules, hasAdmins)
    const cells = [...scopes.scopes.flatMap((scope) => planned.get(scope) ?? []), ...views]
    return { catalogue, access, scopes, cells, findings, isShort: isSlow || session.isOver() }
  } finally {
    await migrator.close()
    await database.endMigrator({ lock: true })
  }
}

/** What `devora.json` and the database do not agree on. */
function disagreements(
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
        ...(sources.find('table', table.id) ?? sources.start),
        message: `${shortName(table.id)} can be reached by requests, has no owner column, and nothing says who may do what with it.`,
        hint: 'Add a rule for it to `access` in devora.json.',
      }),
    ),
  ]
}

/**
 * Random ids that the project's own defaults made are numbered in the order they appear, so that the report repeats.
 */
function stable(): (text: string) => string {
  const seen = new Map<string, string>()
  return (text) =>
    text.replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) => {
      if (id.startsWith('00000000-0000-')) return id
      const known = seen.get(id) ?? `00000000-0000-4000-c000-${(seen.size + 1).toString(16).padStart(12, '0')}`
      seen.set(id, known)
      return known
    })
}

function matrixOf(verdicts: readonly CellVerdict[]): AccessTable[] {
  const tables = new Map<string, AccessTable>()
  for (const { cell, actual, statement, detail } of verdicts) {
    const table = shortName(cell.scope.table.id)
    const entry = tables.get(table) ?? { table, cells: [] }
    tables.set(table, entry)
    entry.cells.push({
      role: cell.role,
      operation: cell.operation,
      expected: cell.expected,
      actual,
      ...(statement && { statement }),
      ...(detail !== undefined && { detail }),
    })
  }
  return [...tables.values()]
}

/** One finding per line and rule; what was seen happening says more than what was read. */
function withoutEchoes(executed: readonly Finding[], read: readonly Finding[]): Finding[] {
  const taken = new Set(executed.map(({ file, line }) => `${file}:${line}`))
  return [
    ...executed,
    ...read.filter(
      ({ rule, file, line }) =>
        !(
          ['policy-always-true', 'with-check-missing', 'rls-missing'].includes(rule ?? '') &&
          taken.has(`${file}:${line}`)
        ),
    ),
  ]
}

async function tryMatrix(
  project: ProjectUnderCheck,
  build: ScratchBuild,
  database: ScratchDatabase,
  { signal, ms }: Bounds,
): Promise<CheckOutcome> {
  const sources = indexSources(build.scripts)
  const prepared = await prepare(project, database, sources, ms)
  const raw = await runCells(database, prepared.cells, signal, ms)
  const same = stable()
  const verdicts = raw.map((verdict) => ({
    ...verdict,
    statement: same(verdict.statement),
    ...(verdict.detail !== undefined && { detail: same(verdict.detail) }),
  }))
  const seen = {
    tried: new Set(raw.map(({ cell }) => cell.scope.table.id)),
    leaks: await findViewLeaks(database, project.spec, prepared.catalogue, prepared.access.rules),
  }
  const executed = mismatches(verdicts, prepared.catalogue, sources)
  const isShort = prepared.isShort || raw.some(({ cause }) => cause === 'shortage')
  // What could not be tried because the seed failed, or the time was over, is its consequence.
  const told =
    isShort || prepared.findings.some(({ rule }) => rule === 'seed-fails')
      ? executed.filter(({ rule }) => rule !== 'access-untested')
      : executed
  const asked = withoutPublicFunctions(prepared.catalogue, project.spec)
  const findings = [
    ...prepared.findings,
    ...disagreements(project, prepared, sources),
    ...withoutEchoes(told, staticFindings(asked, prepared.scopes, sources, seen)),
    ...(await findBypasses(database, { spec: project.spec, catalogue: prepared.catalogue, sources })),
  ]
  const derived = [...prepared.access.derived, ...prepared.scopes.derived]
  return outcome(findings, {
    access: matrixOf(verdicts),
    ...(derived.length > 0 && { derived }),
    ...(isShort && { isShort }),
  })
}

/** A crash of the server, whoever caused it, costs one repetition on a database of its own. */
async function tryOrRetry(
  project: ProjectUnderCheck,
  build: ScratchBuild,
  database: ScratchDatabase,
  cluster: ScratchCluster,
  bounds: Bounds,
): Promise<CheckOutcome> {
  try {
    return await tryMatrix(project, build, database, bounds)
  } catch (error) {
    if (!(error instanceof ServerLost)) throw error
    const again = await buildDatabase(project, cluster, { signal: bounds.signal })
    try {
      if (!again.database) throw error
      return await tryMatrix(project, again, again.database, bounds)
    } finally {
      await again.database?.drop()
    }
  }
}

/** `access`: every cell of the access matrix is executed as the people it speaks of, on rows that exist. */
export const access: Check = {
  name: 'access',
  dependsOn: (path) => path.startsWith('supabase/') || path === SPEC,
  async run(project, tools) {
    const build = await tools.scratchDatabase()
    const cluster = await tools.scratch()
    const used = { tools: { postgres: cluster.version } }
    const bounds = { signal: tools.signal, ms: Math.min(BUDGET_MS, tools.wallMs ?? BUDGET_MS) }
    if (build.database) return { ...(await tryOrRetry(project, build, build.database, cluster, bounds)), ...used }
    const isShort = isShortOf(build.findings)
    const [first] = build.findings
    const at = first?.file !== undefined && first.line !== undefined ? { file: first.file, line: first.line } : {}
    return outcome(
      [
        finding({
          check: 'access',
          rule: 'migrations-not-applied',
          ...at,
          owner: 'database',
          ...(isShort && { severity: 'warning' }),
          message: 'Who may do what could not be tried: the migrations do not apply.',
        }),
      ],
      { ...used, ...(isShort && { isShort }) },
    )
  },
}
