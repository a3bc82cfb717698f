import type { Check, CheckOutcome, ProjectUnderCheck } from '../check.ts'
import { finding, outcome } from '../check.ts'
import { compilerOptions } from '../compile/compiler-options.ts'
import { NEXT_ENV, nextTypes } from '../compile/next-types.ts'
import { CompilerStopped, startCompiler } from '../compile/tsc-process.ts'
import { typeFileSystem, virtualRoot } from '../compile/type-files.ts'
import { nodeModules, packageVersion } from '../packages.ts'
import type { Finding } from '../contract.ts'
import { byCodeUnit, isAppScript, isDeclaration } from '../paths.ts'
import { lineIndex } from '../syntax/position.ts'

/** `TypeScript strict, zero errors`, with the native compiler on a virtual file system in a process of its own. */

export type TypesLimits = { wallMs: number; memoryMb: number }
const DEFAULTS: TypesLimits = { wallMs: 20_000, memoryMb: 2048 }
const MAX_FINDINGS = 200

/** As in `typescript/unstable`: `pos` counts UTF-16 code units, category 1 is an error. */
type Diagnostic = {
  fileName?: string
  pos: number
  end: number
  code: number
  category: number
  text: string
  messageChain?: Diagnostic[]
}
type Snapshot = { snapshot: number; projects: { id: string }[] }

const CONFIG = '__devora_tsconfig__.json'
const ROUTES = '__next_routes__.d.ts'
const VALIDATOR = '__next_validator__.ts'

/**
 * Message with its chain, without the folder the project seemed to lie in: no machine path, and the same text
 * everywhere.
 */
function messageOf(diagnostic: Diagnostic): string {
  const lines: string[] = []
  const add = (one: Diagnostic, depth: number): void => {
    if (lines.length < 6 && depth < 6) lines.push(one.text)
    for (const next of one.messageChain ?? []) add(next, depth + 1)
  }
  add(diagnostic, 0)
  const text = lines
    .join(' ')
    .replaceAll(`${virtualRoot()}/`, '')
    .replaceAll(virtualRoot(), '.')
    .replaceAll(`${nodeModules()}/`, '')
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text
}

/** Where a page's or handler's exports are declared: the default export, else the first export, else line 1. */
function exportOffset(text: string): number {
  const at = text.search(/^export\s+default\b/m)
  return at >= 0 ? at : Math.max(0, text.search(/^export\b/m))
}

/** Files that the compiler may be shown: scripts, and what they import. */
const seen = (path: string): boolean => isAppScript(path) || path.endsWith('.json') || path.endsWith('.css')

async function diagnose(project: ProjectUnderCheck, signal: AbortSignal, limits: TypesLimits): Promise<Finding[]> {
  const root = virtualRoot()
  const next = nextTypes(project.files.keys())
  const sources = new Map<string, string>()
  const roots: string[] = []
  for (const path of project.files.keys()) {
    if (!seen(path)) continue
    const text = path.endsWith('.css') ? '' : project.text(path)
    if (text === undefined) continue
    sources.set(`${root}/${path}`, text)
    if (isAppScript(path)) roots.push(path)
  }
  if (roots.length === 0) return []
  roots.sort(byCodeUnit)
  sources.set(`${root}/${ROUTES}`, next.routes)
  sources.set(`${root}/${VALIDATOR}`, next.validator)
  sources.set(`${root}/next-env.d.ts`, NEXT_ENV) // `next build` writes it anew, whatever the project holds
  const files = [...new Set([...roots, 'next-env.d.ts', VALIDATOR])]
  sources.set(`${root}/${CONFIG}`, JSON.stringify({ compilerOptions: compilerOptions(project, root), files }))

  const compiler = startCompiler(root, typeFileSystem(sources), { ...limits, signal })
  try {
    await compiler.request('initialize', null)
    const snapshot = await compiler.request<Snapshot>('updateSnapshot', { openProjects: [`${root}/${CONFIG}`] })
    const scope = { snapshot: snapshot.snapshot, project: snapshot.projects[0]?.id }
    if (scope.project === undefined) throw new Error('The compiler opened no project.')
    const methods = ['getSyntacticDiagnostics', 'getBindDiagnostics', 'getSemanticDiagnostics', 'getProgramDiagnostics']
    const found = await Promise.all(methods.map((method) => compiler.request<Diagnostic[] | null>(method, scope)))
    return toFindings(
      project,
      found.flatMap((list) => list ?? []),
      next.fileAt,
    )
  } finally {
    compiler.close()
  }
}

function toFindings(
  project: ProjectUnderCheck,
  diagnostics: Diagnostic[],
  validated: (offset: number) => string | undefined,
): Finding[] {
  const root = `${virtualRoot()}/`
  const indexes = new Map<string, ReturnType<typeof lineIndex>>()
  const positionIn = (path: string, offset: number): { line: number; column: number } => {
    let index = indexes.get(path)
    if (!index) indexes.set(path, (index = lineIndex(project.text(path) ?? '')))
    return index(offset)
  }
  const findings = new Map<string, Finding>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.category !== 1 || diagnostic.fileName === undefined || !diagnostic.fileName.startsWith(root))
      continue
    let path = diagnostic.fileName.slice(root.length)
    let offset = diagnostic.pos
    if (path === VALIDATOR) {
      const target = validated(offset)
      if (target === undefined) continue
      path = target
      offset = exportOffset(project.text(path) ?? '')
    }
    if (!project.files.has(path) || path === 'next-env.d.ts') continue
    const one = finding({
      check: 'types',
      rule: `ts${diagnostic.code}`,
      file: path,
      ...positionIn(path, offset),
      message: messageOf(diagnostic),
    })
    findings.set(`${path}:${one.line}:${one.column}:${one.rule}:${one.message}`, one)
  }
  return [...findings.values()]
}

function stoppedFinding(project: ProjectUnderCheck, error: CompilerStopped, limits: TypesLimits): Finding {
  const says = {
    time: `The types could not be checked within ${limits.wallMs / 1000} s.`,
    memory: `The types could not be checked within ${limits.memoryMb} MB of memory.`,
    killed: 'The types could not be checked: the compiler was ended from outside.',
    crash: 'The compiler gave up on these files.',
  }[error.reason]
  // Nothing says which file it was; the largest script is where to look first.
  const scripts = [...project.files]
    .filter(([path]) => isAppScript(path) && !isDeclaration(path))
    .sort((a, b) => b[1].byteLength - a[1].byteLength || byCodeUnit(a[0], b[0]))
  const file = scripts[0]?.[0]
  return finding({
    check: 'types',
    rule: 'too-complex',
    message: says,
    hint: 'Simplify recursive or very large types.',
    ...(error.reason !== 'crash' && { severity: 'warning' }),
    ...(file !== undefined && { file, line: 1 }),
  })
}

/** The check with its own bounds; `types` has the product's. */
export const typesCheck = (bounds: TypesLimits = DEFAULTS): Check => ({
  name: 'types',
  dependsOn: seen,
  async run(project, tools): Promise<CheckOutcome> {
    const limits = { ...bounds, wallMs: Math.min(bounds.wallMs, tools.wallMs ?? bounds.wallMs) }
    const version = { tools: { typescript: packageVersion('typescript') } }
    try {
      const findings = await diagnose(project, tools.signal, limits)
      return outcome(findings.slice(0, MAX_FINDINGS), version)
    } catch (error) {
      if (!(error instanceof CompilerStopped)) throw error
      const isShort = error.reason !== 'crash'
      return outcome([stoppedFinding(project, error, limits)], { ...version, ...(isShort && { isShort }) })
    }
  },
})

export const types = typesCheck()
