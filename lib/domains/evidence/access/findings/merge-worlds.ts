import { finding } from '../../check.ts'
import type { AccessTable, Finding, GrantWorld } from '../../contract.ts'
import { shortName } from '../catalogue.ts'
import type { CellVerdict } from '../cells/run-cells.ts'
import type { Tried } from '../try-matrix.ts'

/** One answer from a matrix that was tried with and without Supabase's default grants: it must hold in both. */

const ONLY: Record<GrantWorld, string> = {
  default:
    'Only where Supabase grants new tables by itself, as in projects made before 30 May 2026 and some made later.',
  explicit: 'Only where new tables get no grants by themselves, as in projects made since 30 May 2026.',
}

/** What somebody can do, whoever it is: `anon-can-read` and `other-can-read` of one statement are one fault. */
const faultOf = ({ rule, file, line, column }: Finding): string =>
  `${rule?.replace(/^[\w-]+?-can-(?!not)/, 'can-')} ${file}:${line}:${column}`

function mergeFindings(tried: readonly Tried[], unlikely: GrantWorld | undefined): Finding[] {
  const seen = tried.map(({ findings }) => new Set(findings.map(faultOf)))
  const told = new Set<string>()
  return tried.flatMap(({ world, findings }, i) =>
    findings.flatMap((one) => {
      const fault = faultOf(one)
      if (i > 0 && told.has(fault)) return []
      told.add(fault)
      if (seen.every((faults) => faults.has(fault))) return [one]
      const { fingerprint: _, ...input } = one
      const remark = world === unlikely && { severity: 'warning' as const }
      return [finding({ ...input, ...remark, message: `${one.message} ${ONLY[world]}` })]
    }),
  )
}

const keyOf = ({ cell }: CellVerdict): string => `${cell.scope.table.id} ${cell.role} ${cell.operation}`

function mergeVerdicts([first, ...others]: readonly Tried[]): CellVerdict[] {
  const merged = new Map((first?.verdicts ?? []).map((one) => [keyOf(one), one]))
  for (const { world, verdicts } of others)
    for (const one of verdicts) {
      const known = merged.get(keyOf(one))
      const isWorse = known?.actual === known?.cell.expected && one.actual !== one.cell.expected
      if (known && !isWorse) continue
      const detail = [one.detail, known && ONLY[world]].filter(Boolean).join('. ')
      merged.set(keyOf(one), { ...one, ...(detail !== '' && { detail }) })
    }
  return [...merged.values()]
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

/**
 * Findings, matrix and what was derived; of the worlds, the first is the one whose rows the report can repeat. What
 * only an `unlikely` world shows is a remark, and no cell of the matrix.
 */
export function mergeWorlds(
  tried: readonly Tried[],
  unlikely?: GrantWorld,
): {
  findings: Finding[]
  access: AccessTable[]
  derived: string[]
  grantWorlds: GrantWorld[]
  isShort?: true
} {
  return {
    findings: mergeFindings(tried, unlikely),
    access: matrixOf(mergeVerdicts(tried.filter(({ world }) => world !== unlikely))),
    derived: [...new Set(tried.flatMap(({ derived }) => derived))],
    grantWorlds: tried.map(({ world }) => world),
    ...(tried.some(({ isShort }) => isShort) && { isShort: true }),
  }
}
