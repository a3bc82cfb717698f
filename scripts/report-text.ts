import { wordsOf } from '../lib/domains/evidence/behaviour/judge-asks.ts'
import type { AccessTable, AskResult, CheckResult, Finding, Report } from '../lib/domains/evidence/contract.ts'
import type { Ask } from '../lib/domains/spec/asks.ts'
import { bold, dim, green, red } from './launch/progress.mjs'

/** The evidence report for a reader at a terminal. */

const MARK: Record<CheckResult['status'], string> = {
  passed: green('✓'),
  failed: red('✗'),
  error: red('!'),
  not_run: dim('·'),
  unavailable: dim('·'),
}
const SAYS: Record<CheckResult['status'], string> = {
  passed: '',
  failed: '',
  error: 'could not be carried out',
  not_run: 'not run',
  unavailable: 'not available here',
}

function findingText(finding: Finding): string {
  const at = [finding.file, finding.line, finding.column].filter((part) => part !== undefined).join(':')
  const place = finding.file === undefined ? '' : `${at} `
  const rule = finding.rule === undefined ? '' : dim(` (${finding.rule})`)
  const hint = finding.hint === undefined ? '' : `\n        ${dim(finding.hint)}`
  return `      ${finding.severity === 'warning' ? dim('warning ') : ''}${place}${finding.message}${rule}${hint}`
}

function checkText({ check, status, ms, findings, outOfScope }: CheckResult): string {
  const time = ms === undefined ? '' : dim(` ${ms} ms`)
  const says =
    SAYS[status] === '' ? '' : dim(` ${outOfScope === undefined ? SAYS[status] : `does not apply: ${outOfScope}`}`)
  return [`  ${MARK[status]} ${check.padEnd(9)}${time}${says}`, ...findings.map(findingText)].join('\n')
}

const CELL = { same: { allow: green('✓'), deny: green('–') } } as const

/**
 * One cell: ✓ allowed as declared, – denied as declared, ✗ the opposite of what is declared, ? not tried, ! an error.
 */
function cellText(cell: AccessTable['cells'][number] | undefined): string {
  if (cell === undefined) return ' '
  if (cell.actual === 'untested') return dim('?')
  if (cell.actual === 'error') return red('!')
  return cell.actual === cell.expected ? CELL.same[cell.actual] : red('✗')
}

function tableText({ table, cells }: AccessTable): string {
  const roles = [...new Set(cells.map(({ role }) => role))]
  const operations = [...new Set(cells.map(({ operation }) => operation))]
  const first = Math.max(14, table.length + 2)
  const head = `  ${bold(table)}${' '.repeat(first - table.length)}${roles.map((role) => role.padEnd(9)).join('')}`
  const rows = operations.map((operation) => {
    const row = roles
      .map(
        (role) =>
          `${cellText(cells.find((cell) => cell.role === role && cell.operation === operation))}${' '.repeat(8)}`,
      )
      .join('')
    return `  ${operation.padEnd(first)}${row.trimEnd()}`
  })
  return [head, ...rows].join('\n')
}

const ASK_MARK: Record<AskResult['status'], string> = {
  proven: green('✓'),
  failed: red('✗'),
  unproven: dim('?'),
  not_built: dim('·'),
  struck: dim('–'),
}
const ASK_SAYS: Record<AskResult['status'], string> = {
  proven: 'proven',
  failed: 'failed',
  unproven: 'unproven',
  not_built: 'not built',
  struck: 'struck out',
}

/** One ask in the words of whoever asked, and what is proven of it. */
function askText({ id, status, why, control }: AskResult, asks: readonly Ask[]): string {
  const ask = asks.find((one) => one.id === id)
  const words = ask === undefined ? id : `“${wordsOf(ask)}”`
  const more = why ?? (control === 'held' ? 'and missed without it' : '')
  return `  ${ASK_MARK[status]} ${words} ${dim(more === '' ? ASK_SAYS[status] : `${ASK_SAYS[status]}: ${more}`)}`
}

function askedText({ asks = [], notUnderstood = 0 }: Report, all: readonly Ask[]): string {
  const proven = asks.filter(({ status }) => status === 'proven').length
  const open = asks.filter(({ status }) => status !== 'struck').length
  const missed = notUnderstood > 0 ? `, ${notUnderstood} not understood` : ''
  const head = `${bold('Asked')}  ${dim(`${proven} of ${open} proven${missed}`)}`
  return `${head}\n${asks.map((one) => askText(one, all)).join('\n')}`
}

/** @param asks of the project's `devora.json` */
export function reportText(report: Report, isFull: boolean, asks: readonly Ask[] = []): string {
  const parts = [report.checks.map(checkText).join('\n')]
  if ((report.asks ?? []).length > 0) parts.push(askedText(report, asks))
  if (report.access && report.access.length > 0)
    parts.push(
      `${bold('Access')}  ${dim('✓ allowed  – denied  ✗ not as declared  ? not tried  ! error')}\n\n${report.access.map(tableText).join('\n\n')}`,
    )
  if (report.derived && report.derived.length > 0)
    parts.push(
      `${bold('Derived')}  ${dim('devora.json does not say it')}\n${report.derived.map((one) => `  ${one}`).join('\n')}`,
    )
  const done = report.status === 'built' || (report.status === 'verified' && !isFull)
  const open = report.checks
    .filter(
      ({ check, status, outOfScope }) =>
        status !== 'passed' &&
        outOfScope === undefined &&
        !(check === 'build' && !isFull) &&
        !(check === 'preview' && status === 'unavailable'),
    )
    .map(({ check }) => check)
  const colour = done ? green : red
  const missing = open.length > 0 ? `: ${open.join(', ')}` : ''
  parts.push(`${colour(bold(report.status))}${missing}  ${dim(`manifest ${report.manifest.slice(0, 12)}`)}`)
  return `\n${parts.join('\n\n')}\n`
}
