import { finding, outcome, type Check, type CheckOutcome } from '../check.ts'
import { declaredAccess } from '../access/matrix/declared-access.ts'
import { mergeWorlds } from '../access/findings/merge-worlds.ts'
import { tryMatrix, tryMatrixIn, type Subject, type Tried } from '../access/try-matrix.ts'
import type { Finding } from '../contract.ts'
import type { ScratchBuild } from '../scratch/build-database.ts'
import { isShortOf } from '../scratch/apply-scripts.ts'
import { grantWorldsOf } from '../scratch/grant-worlds.ts'
import { hasSql, isAboutDatabase, nothingToApply } from '../scratch/nothing-to-apply.ts'

/** Wall clock for making rows, and again for trying the cells, in each world. */
const BUDGET_MS = 8_000

function notApplied([first]: readonly Finding[], isShort: boolean): Finding {
  const at = first?.file !== undefined && first.line !== undefined ? { file: first.file, line: first.line } : {}
  return finding({
    check: 'access',
    rule: 'migrations-not-applied',
    ...at,
    owner: 'database',
    ...(isShort && { severity: 'warning' }),
    message: 'Who may do what could not be tried: the migrations do not apply.',
  })
}

/**
 * In every world the project may be in; null where the migrations do not apply in one of them. The others are not tried
 * then: migrations that do not end cost the whole bound in each.
 */
async function tryWorlds(subject: Subject, build: ScratchBuild): Promise<Tried[] | null> {
  const others = grantWorldsOf(subject.project).worlds.filter((world) => world !== build.world)
  const tried: Tried[] = []
  for (const world of [build.world, ...others]) {
    const one = await (world === build.world ? tryMatrix(subject, build) : tryMatrixIn(subject, world))
    if (one === null) return null
    tried.push(one)
  }
  return tried
}

/** A matrix without a cell proves nothing: requests reach no table, which is said instead of `passed`. */
function orNothing(done: CheckOutcome): CheckOutcome {
  if ((done.access ?? []).length > 0 || done.findings.length > 0 || done.isShort === true) return done
  return { ...done, status: 'not_run', outOfScope: 'The migrations make no table or view that a request could reach.' }
}

/** `access`: every cell of the access matrix is executed as the actors it speaks of, on rows that exist. */
export const access: Check = {
  name: 'access',
  dependsOn: isAboutDatabase,
  async run(project, tools) {
    const declared = declaredAccess(project)
    if (!hasSql(project) && declared.findings.length === 0 && (declared.spec.access ?? []).length === 0)
      return nothingToApply('access', project)
    const build = await tools.scratchDatabase()
    const cluster = await tools.scratch()
    const used = { tools: { postgres: cluster.version } }
    const ms = Math.min(BUDGET_MS, tools.wallMs ?? BUDGET_MS)
    const tried = await tryWorlds({ project, declared, cluster, signal: tools.signal, ms }, build)
    if (tried === null) {
      const isShort = isShortOf(build.findings)
      const told = [...declared.findings, notApplied(build.findings, isShort)]
      return outcome(told, { ...used, ...(isShort && { isShort }) })
    }
    const { findings, derived, ...merged } = mergeWorlds(tried, grantWorldsOf(project).unlikely)
    return orNothing(
      outcome([...declared.findings, ...findings], { ...merged, ...(derived.length > 0 && { derived }), ...used }),
    )
  },
}
