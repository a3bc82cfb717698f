import type { Check, CheckOutcome, ProjectUnderCheck } from '../check.ts'
import { finding, outcome } from '../check.ts'
import { compilerOptions } from '../compile/compiler-options.ts'
import { NEXT_ENV, nextTypes } from '../compile/next-types.ts'
import { CompilerStopped, withCompiler } from '../compile/tsc-process.ts'
import { newVirtualRoot, typeFileSystem } from '../compile/type-files.ts'
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

const CONFIG = '__devora_tsconfig__.json'
const ROUTES = '__next_routes__.d.ts'
const VALIDATOR = '__next_validator__.ts'

/**
 * Message with its chain, without the folder the project seemed to lie in: no machine path, and the same text
 * everywhere.
 */
function messageOf(root: string, diagnostic: Diagnostic): string {
  const lines: string[] = []
  const add = (one: Diagnostic, depth: number): void => {
    if (lines.length < 6 && depth < 6) lines.push(one.text)
    for (const next of one.messageChain ?? []) add(next, depth + 1)
  }
  add(diagnostic, 0)
  const text = lines.join(' ').replaceAll(`${root}/`, '').replaceAll(root, '.').replaceAll(`${nodeModules()}/`, '')
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
  const root = newVirtualRoot()
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

  const found = await withCompiler(
    { root, config: `${root}/${CONFIG}`, files: typeFileSystem(root, sources) },
    { ...limits, signal },
    ({ ask }) => Promise.all(DIAGNOSTICS.map((method) => ask<Diagnostic[] | null>(method))),
  )
  const diagnostics = found.flatMap((list) => list ?? [])
  return toFindings(project, { root, diagnostics, validated: next.fileAt })
}

const DIAGNOSTICS = ['getSyntacticDiagnostics', 'getBindDiagnostics', 'getSemanticDiagnostics', 'getProgramDiagnostics']

type Diagnosed = {
  root: string
  diagnostics: readonly Diagnostic[]
  /** The file of the project that stands behind a place in the validator. */
  validated: (offset: number) => string | undefined
}

function toFindings(project: ProjectUnderCheck, { root, diagnostics, validated }: Diagnosed): Finding[] {
  const indexes = new Map<string, ReturnType<typeof lineIndex>>()
  const positionIn = (path: string, offset: number): { line: number; column: number } => {
    let index = indexes.get(path)
    if (!index) indexes.set(path, (index = lineIndex(project.text(path) ?? '')))
    return index(offset)
  }
  const findings = new Map<string, Finding>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.category !== 1 || diagnostic.fileName === undefined || !diagnostic.fileName.startsWith(`${root}/`))
      continue
    let path = diagnostic.fileName.slice(root.length + 1)
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
      message: messageOf(root, diagnostic),
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
