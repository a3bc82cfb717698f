import { wordsOf } from '../behaviour/judge-asks'
import type { AccessTable, AskResult, Report } from '../contract'
import type { Ask } from '../../spec/asks'
import { OPERATIONS, ROLES } from '../../spec/constants'

/** The report as Markdown, for people who have the project but not Devora (`docs/devora-report.md` in the archive). */

const MARK: Record<string, string> = {
  passed: '✓ passed',
  failed: '✗ failed',
  not_run: '– not run',
  unavailable: '– not available',
  error: '✗ could not run',
}
const TITLE: Record<Report['status'], string> = {
  verified: 'Verified: every check that applies, except `build`, ran on exactly these files and passed.',
  built: 'Built: every check that applies ran on exactly these files and passed, the build included.',
  incomplete: 'Incomplete: at least one check did not pass. Do not treat this version as finished.',
}

/** A cell of a Markdown table holds one line, and no bar. */
const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|')

/** How long it took, or since when it is known. */
const timeText = ({ ms, checkedAt }: Report['checks'][number]): string =>
  checkedAt !== undefined
    ? `same files, checked ${checkedAt.slice(0, 16).replace('T', ' ')} UTC`
    : ms === undefined
      ? ''
      : `${ms} ms`

function findings(report: Report): string[] {
  const all = report.checks.flatMap((check) => check.findings)
  if (all.length === 0) return []
  const lines = all.map((one) => {
    const place = one.file === undefined ? '' : ` \`${one.file}${one.line === undefined ? '' : `:${one.line}`}\``
    const rule = one.rule === undefined ? '' : `/${one.rule}`
    const hint = one.hint === undefined ? '' : ` _${cell(one.hint)}_`
    return `- **${one.severity}** ${one.check}${rule}${place}: ${cell(one.message)}${hint}`
  })
  return ['## Findings', '', ...lines, '']
}

/**
 * One grid per table: roles across, operations down; `✓` allowed and `–` denied as planned, anything else is written
 * out.
 */
function matrix({ table, cells }: AccessTable): string[] {
  const roles = ROLES.filter((role) => cells.some((one) => one.role === role))
  const rows = OPERATIONS.filter((operation) => cells.some((one) => one.operation === operation)).map((operation) => {
    const values = roles.map((role) => {
      const one = cells.find((each) => each.role === role && each.operation === operation)
      if (one === undefined) return ''
      if (one.actual !== one.expected) return `**${one.actual}, expected ${one.expected}**`
      return one.actual === 'allow' ? '✓' : '–'
    })
    return `| ${operation.replace('_', ' ')} | ${values.join(' | ')} |`
  })
  return [`### ${table}`, '', `| | ${roles.join(' | ')} |`, `|---|${roles.map(() => '---').join('|')}|`, ...rows, '']
}

const ASK: Record<AskResult['status'], string> = {
  proven: '✓ proven',
  failed: '✗ failed',
  unproven: '? unproven',
  not_built: '– not built',
  struck: '– struck out',
}

/** What was asked, in the words of whoever asked, and what is proven of it. */
function asked({ asks: results = [] }: Report, asks: readonly Ask[]): string[] {
  if (results.length === 0) return []
  const rows = results.map(({ id, status, why }) => {
    const ask = asks.find((one) => one.id === id)
    return `| ${cell(ask === undefined ? id : wordsOf(ask))} | ${ASK[status]} | ${cell(why ?? '')} |`
  })
  return ['## What was asked', '', '| asked | state | why |', '|---|---|---|', ...rows, '']
}

/** @param asks of the version's `devora.json` */
export function renderReport(report: Report, asks: readonly Ask[] = []): string {
  const lines = [
    '# Evidence report',
    '',
    TITLE[report.status],
    '',
    `Files: \`${report.manifest}\` (SHA-256 over the sorted lines \`<path>\\t<sha256>\\n\` of all files; this report and the tests beside it are not among them).`,
    '',
    '| check | result | time |',
    '|---|---|---|',
    ...report.checks.map(
      (check) =>
        `| ${check.check} | ${check.outOfScope === undefined ? MARK[check.status] : `– does not apply: ${cell(check.outOfScope)}`} | ${timeText(check)} |`,
    ),
    '',
    ...asked(report, asks),
    ...findings(report),
  ]
  if ((report.access ?? []).length > 0)
    lines.push(
      '## Access matrix',
      '',
      'Each cell was executed on a real Postgres as that person: ✓ allowed, – denied.',
      '',
      ...report.access!.flatMap(matrix),
    )
  if ((report.derived ?? []).length > 0)
    lines.push(
      '## Derived',
      '',
      '`devora.json` did not say this, so it was derived:',
      '',
      ...report.derived!.map((one) => `- ${cell(one)}`),
      '',
    )
  const tools = Object.entries(report.tools ?? {})
  if (tools.length > 0) lines.push('## Tools', '', ...tools.map(([name, version]) => `- ${name} ${version}`), '')
  return `${lines.join('\n').trimEnd()}\n`
}
