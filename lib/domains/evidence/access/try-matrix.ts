import { escapeIdentifier } from 'pg'
import type { ProjectUnderCheck } from '../check.ts'
import { findBypasses, withoutPublicFunctions } from '../bypasses/find-bypasses.ts'
import type { Finding, GrantWorld } from '../contract.ts'
import { buildDatabase, type ScratchBuild } from '../scratch/build-database.ts'
import type { ScratchCluster } from '../scratch/cluster.ts'
import type { ScratchDatabase } from '../scratch/database.ts'
import { ServerLost } from '../scratch/session.ts'
import { indexSources, type SourceIndex } from '../sql/source-index.ts'
import { quoteTable, type Catalogue } from './catalogue.ts'
import { loginOf } from './cells/cells.ts'
import type { DeclaredAccess } from './matrix/declared-access.ts'
import { policiesFor } from './matrix/expectation.ts'
import { blamed, mismatches } from './findings/mismatches.ts'
import { disagreements, prepare } from './prepare.ts'
import { runCells, type CellVerdict } from './cells/run-cells.ts'
import { staticFindings } from './findings/static-findings.ts'
import { findViewLeaks } from './findings/views.ts'

/** The whole matrix tried in one world, on one database. */
export type Tried = {
  world: GrantWorld
  verdicts: CellVerdict[]
  findings: Finding[]
  derived: string[]
  /** The time was over before everything was tried: what is missing says nothing about the project. */
  isShort: boolean
}

export type Subject = {
  project: ProjectUnderCheck
  declared: DeclaredAccess
  cluster: ScratchCluster
  signal: AbortSignal
  /** Wall clock for making rows, and again for trying the cells. */
  ms: number
}

/** How often what was found is closed in order to look behind it. */
const ROUNDS = 3

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

const isOpen = ({ cell, actual, cause }: CellVerdict): boolean =>
  (actual === 'allow' && cell.expected === 'deny') || cause === 'hidden-rows'

/** Rules of findings that say that somebody got in. */
const OPENING = /-can-(?!not)|^(?:forged-owner-accepted|row-can-be-moved|hidden-rows-readable)$/
const placeOf = ({ file, line, column }: Finding): string => `${file}:${line}:${column}`

/**
 * Of what was only read, leaves out what was seen happening at the same statement: it says the same with less. Another
 * fault of that statement stays.
 */
function withoutEchoes(executed: readonly Finding[], read: readonly Finding[]): Finding[] {
  const at = (rule: RegExp): Set<string> =>
    new Set(executed.filter((one) => rule.test(one.rule ?? '')).map((one) => placeOf(one)))
  const openings = at(OPENING)
  const bare = at(/^rls-missing$/)
  const isEcho = (one: Finding): boolean =>
    one.rule === 'rls-missing'
      ? bare.has(placeOf(one))
      : ['policy-always-true', 'with-check-missing'].includes(one.rule ?? '') && openings.has(placeOf(one))
  return [...executed, ...read.filter((one) => !isEcho(one))]
}

type Attempt = { tried: Tried; catalogue: Catalogue; sources: SourceIndex }

async function tryOn(subject: Subject, build: ScratchBuild, database: ScratchDatabase): Promise<Attempt> {
  const { project, declared, signal, ms } = subject
  const sources = indexSources(build.scripts)
  const prepared = await prepare(project, declared, database, { world: build.world, sources, ms })
  const { catalogue, scopes, access } = prepared
  const raw = await runCells(database, prepared.cells, signal, ms)
  const same = stable()
  const verdicts = raw.map((verdict) => ({
    ...verdict,
    statement: same(verdict.statement),
    ...(verdict.detail !== undefined && { detail: same(verdict.detail) }),
  }))
  const seen = {
    tried: new Set(raw.map(({ cell }) => cell.scope.table.id)),
    leaks: await findViewLeaks(database, declared.spec, catalogue, access.rules),
  }
  const executed = mismatches(verdicts, catalogue, sources)
  const isShort = prepared.isShort || raw.some(({ cause }) => cause === 'shortage')
  // What could not be tried because the seed failed, or the time was over, is its consequence.
  const told =
    isShort || prepared.findings.some(({ rule }) => rule === 'seed-fails')
      ? executed.filter(({ rule }) => rule !== 'access-untested')
      : executed
  const asked = withoutPublicFunctions(catalogue, declared.spec)
  const findings = [
    ...prepared.findings,
    ...disagreements(project, prepared, sources),
    ...withoutEchoes(told, staticFindings(asked, scopes, build.world, sources, seen)),
    ...(await findBypasses(database, { spec: declared.spec, catalogue, sources })),
  ]
  const derived = [...access.derived, ...scopes.derived]
  return { tried: { world: build.world, verdicts, findings, derived, isShort }, catalogue, sources }
}

/** A crash of the server, whoever caused it, costs one repetition on a database of its own. */
async function tryOrRetry(subject: Subject, build: ScratchBuild, afterwards?: string): Promise<Attempt | null> {
  if (!build.database) return null
  try {
    return await tryOn(subject, build, build.database)
  } catch (error) {
    if (!(error instanceof ServerLost)) throw error
    await build.database.drop()
    return withDatabase(subject, build.world, afterwards, (again) => {
      if (!again.database) throw error
      return tryOn(subject, again, again.database)
    })
  }
}

async function withDatabase<Result>(
  { project, cluster, signal }: Subject,
  world: GrantWorld,
  afterwards: string | undefined,
  work: (build: ScratchBuild) => Promise<Result>,
): Promise<Result> {
  const build = await buildDatabase(project, cluster, {
    signal,
    world,
    ...(afterwards !== undefined && { afterwards }),
  })
  try {
    return await work(build)
  } finally {
    await build.database?.drop()
  }
}

/**
 * SQL that closes what was found open, where something else of the same table may stand open behind it: a policy that
 * lets people in hides what the next one does, and without row-level security no policy is asked at all.
 */
function closing(verdicts: readonly CellVerdict[]): string[] {
  const statements = verdicts.filter(isOpen).flatMap(({ cell: { scope, role, operation } }) => {
    const { table } = scope
    const login = loginOf(role)
    if (login === 'service_role' || table.schema === 'storage') return []
    if (!table.rls && table.policies.length > 0) return [`alter table ${quoteTable(table)} enable row level security`]
    const policy = blamed(table, role, operation)
    return policy && policiesFor(table, login, operation).length > 1
      ? [`drop policy ${escapeIdentifier(policy.name)} on ${quoteTable(table)}`]
      : []
  })
  return [...new Set(statements)]
}

/** What stands open behind what `first` found: the second fault of a table, which the first one hides. */
async function lookBehind(subject: Subject, first: Attempt): Promise<Finding[]> {
  const { world } = first.tried
  const found: Finding[] = []
  const known = new Set(first.tried.findings.map((one) => `${one.rule} ${placeOf(one)}`))
  const statements = closing(first.tried.verdicts)
  for (let round = 1; round < ROUNDS && statements.length > 0; round++) {
    const sql = statements.join('; ')
    const again = await withDatabase(subject, world, sql, (build) => tryOrRetry(subject, build, sql))
    if (!again) break
    const open = again.tried.verdicts.filter(isOpen)
    for (const one of mismatches(open, again.catalogue, again.sources)) {
      if (known.has(`${one.rule} ${placeOf(one)}`)) continue
      known.add(`${one.rule} ${placeOf(one)}`)
      found.push(one)
    }
    const more = closing(open).filter((one) => !statements.includes(one))
    if (more.length === 0) break
    statements.push(...more)
  }
  return found
}

/** Tries the matrix in the world of that build; null where the migrations do not apply. */
export async function tryMatrix(subject: Subject, build: ScratchBuild): Promise<Tried | null> {
  const first = await tryOrRetry(subject, build)
  // Before the next one is taken: whoever waits for a second while holding one can wait for ever.
  await build.database?.drop()
  if (!first) return null
  return { ...first.tried, findings: [...first.tried.findings, ...(await lookBehind(subject, first))] }
}

/** The same on a database of its own. */
export const tryMatrixIn = (subject: Subject, world: GrantWorld): Promise<Tried | null> =>
  withDatabase(subject, world, undefined, (build) => tryMatrix(subject, build))
