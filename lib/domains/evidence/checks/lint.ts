import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import { LINT_CONFIG } from '../compile/lint-rules.ts'
import { nodeBinary, runProcess } from '../compile/run-process.ts'
import { writeFiles } from '../compile/write-files.ts'
import type { Finding } from '../contract.ts'
import { nodeModules, packageVersion } from '../packages.ts'
import { byCodeUnit, isAppScript, isDeclaration } from '../paths.ts'
import { lineIndex } from '../syntax/position.ts'

/**
 * Rules of hooks, accessibility, no `any` leaks, nothing unused: oxlint with our rules, on copies of the project's
 * scripts alone.
 */

const WALL_MS = 20_000
const MEMORY_MB = 2048
const MAX_FINDINGS = 200

/** A comment that would switch rules off for what follows it. `[\w-]*`: `-line`, `-next-line` too. */
const DISABLE = /\b(?:eslint|oxlint)-(?:disable|enable)(?:-next-line|-line)?\b/g

const linted = (path: string): boolean => isAppScript(path) && !isDeclaration(path)

type Diagnostic = {
  message: string
  code?: string
  severity: string
  help?: string
  filename: string
  labels: { label?: string; span: { offset: number } }[]
}

/** `react-hooks(rules-of-hooks)` → `rules-of-hooks`. */
const ruleOf = (code: string): string => (/\(([\w-]+)\)$/.exec(code)?.[1] ?? code).toLowerCase()

/** Writes the scripts below `folder`, with switches for rules made powerless (same length, so every offset stays). */
async function copyScripts(
  project: ProjectUnderCheck,
  folder: string,
): Promise<{ texts: Map<string, string>; findings: Finding[] }> {
  const texts = new Map<string, string>()
  const findings: Finding[] = []
  for (const path of [...project.files.keys()].filter(linted).sort(byCodeUnit)) {
    const text = project.text(path)
    if (text === undefined) continue
    texts.set(path, text)
    const at = lineIndex(text)
    for (const match of text.matchAll(DISABLE)) {
      if (!/(?:\/\/|\/\*|\{\/\*)[^\n]*$/.test(text.slice(Math.max(0, match.index - 80), match.index))) continue
      if (/enable/.test(match[0])) continue
      const message = `"${match[0]}" has no effect here: the rules hold for every line.`
      findings.push(
        finding({ check: 'lint', rule: 'rule-disabled', severity: 'warning', file: path, ...at(match.index), message }),
      )
    }
  }
  await writeFiles(
    folder,
    new Map([...texts].map(([path, text]) => [path, text.replace(DISABLE, (word) => word.replace('-', '_'))])),
  )
  return { texts, findings }
}

/** What never changes, or is meant to count only once. */
const SETTLED = /^(?:on[A-Z]|set[A-Z]|handle[A-Z]|initial|default)/

/**
 * Whether a value that a hook leaves out of its dependencies is one that changes while the component stands: state, a
 * prop, a part of the address. What the hook then shows or sends is out of date. Functions and the like are left out
 * for good reasons too.
 */
function goesStale(message: string, text: string): boolean {
  const named = /missing dependenc(?:y|ies): (.*)$/s.exec(message)?.[1] ?? ''
  return [...named.matchAll(/'([\w$]+)[^']*'/g)].some(([, name = '']) => {
    if (SETTLED.test(name)) return false
    const it = name.replaceAll('$', '\\$')
    const isState = new RegExp(
      `\\[\\s*${it}\\s*(?:,[^\\]]*)?\\]\\s*=\\s*(?:React\\.)?use(?:State|Reducer|Optimistic)\\b`,
    ).test(text)
    const isAddress = new RegExp(`\\{[^{}=]*\\b${it}\\b[^{}=]*\\}\\s*=\\s*(?:useParams\\b|(?:React\\.)?use\\()`).test(
      text,
    )
    const props = text.matchAll(
      /(?:function\s+[A-Z]\w*|const\s+[A-Z]\w*[^=\n]*=\s*(?:\w+(?:\.\w+)?\()?)\s*\(\s*\{([^{}]*)\}/g,
    )
    return (
      isState ||
      isAddress ||
      [...props].some(([, list = '']) => new RegExp(`(?:^|[,:]\\s*|\\s)${it}\\s*(?:[,=]|$)`).test(list.trim()))
    )
  })
}

function toFinding(diagnostic: Diagnostic, texts: ReadonlyMap<string, string>): Finding | null {
  const text = texts.get(diagnostic.filename)
  // without a code: a syntax error, which `parse` reports
  if (text === undefined || diagnostic.code === undefined) return null
  // Where two places are named, the fault is at the second when the first only says where to look ("Iterator starts
  // here.").
  const label =
    diagnostic.labels.find((one) => !/starts here|\buses .+ here$/i.test(one.label ?? '')) ?? diagnostic.labels[0]
  const bytes = label?.span.offset ?? 0
  const offset = Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length // oxlint counts bytes
  return finding({
    check: 'lint',
    rule: ruleOf(diagnostic.code),
    severity: diagnostic.severity === 'error' || goesStale(diagnostic.message, text) ? 'error' : 'warning',
    file: diagnostic.filename,
    ...lineIndex(text)(offset),
    message: diagnostic.message,
    ...(diagnostic.help !== undefined && diagnostic.help !== '' && { hint: diagnostic.help }),
  })
}

export const lint: Check = {
  name: 'lint',
  dependsOn: linted,
  async run(project, tools) {
    const wallMs = Math.min(WALL_MS, tools.wallMs ?? WALL_MS)
    const version = { tools: { oxlint: packageVersion('oxlint') } }
    const folder = await mkdtemp(join(tmpdir(), 'devora-lint-'))
    try {
      const sources = join(folder, 'project')
      const config = join(folder, 'rules.json')
      await mkdir(sources)
      const { texts, findings } = await copyScripts(project, sources)
      if (texts.size === 0) return outcome([], version)
      await writeFile(config, JSON.stringify(LINT_CONFIG))
      const args = [
        join(nodeModules(), 'oxlint', 'bin', 'oxlint'),
        '-c',
        config,
        '--format',
        'json',
        '--disable-nested-config',
        '--no-ignore',
        '.',
      ]
      const end = await runProcess(nodeBinary(), args, {
        cwd: sources,
        wallMs,
        memoryMb: MEMORY_MB,
        signal: tools.signal,
        env: { HOME: folder },
      })
      if (end.stopped !== null || (end.code !== 0 && end.code !== 1)) {
        // Without a status it was a signal: out of memory, or killed.
        const isShort = end.stopped === 'time' || (end.stopped === null && end.code === null)
        const message =
          end.stopped === 'time'
            ? `The scripts could not be linted within ${wallMs / 1000} s.`
            : isShort
              ? 'The scripts could not be linted: the linter was ended by a signal.'
              : 'The linter gave up on these files.'
        const one = finding({ check: 'lint', rule: 'too-complex', message, ...(isShort && { severity: 'warning' }) })
        return outcome([...findings, one], { ...version, ...(isShort && { isShort }) })
      }
      const { diagnostics } = JSON.parse(end.stdout) as { diagnostics: Diagnostic[] }
      const found = diagnostics.flatMap((one) => toFinding(one, texts) ?? [])
      return outcome([...found.slice(0, MAX_FINDINGS), ...findings], version)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
