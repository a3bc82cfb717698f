import { posix } from 'node:path'
import type { ProjectTexts } from '../check.ts'
import { plainJson } from './comments.ts'

/**
 * An entry of `compilerOptions.paths` that stays inside the project: `@/*` → `src/*` (both with at most one `*`, at the
 * end).
 */
export type Alias = { key: string; target: string }

/** tsconfig files are JSON with comments and trailing commas; anything unreadable counts as `{}`. */
function readConfig(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.length > 100_000) return {}
  try {
    const value: unknown = JSON.parse(plainJson(text))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `compilerOptions` of the project's own tsconfig (or jsconfig), without following `extends`. */
export function ownCompilerOptions(project: ProjectTexts): Record<string, unknown> {
  const options = readConfig(project.text('tsconfig.json') ?? project.text('jsconfig.json'))['compilerOptions']
  return isRecord(options) ? options : {}
}

/** A project without a tsconfig gets the alias of every generated project. */
const fallback = (project: ProjectTexts): Alias[] => {
  const inSource = [...project.files.keys()].some((path) => path.startsWith('src/app/'))
  return [{ key: '@/*', target: inSource ? 'src/*' : '*' }]
}

/** The aliases that imports may use; entries that point outside the project are dropped, so they resolve to nothing. */
export function aliasesOf(project: ProjectTexts): Alias[] {
  if (!project.files.has('tsconfig.json') && !project.files.has('jsconfig.json')) return fallback(project)
  const options = ownCompilerOptions(project)
  const base = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : '.'
  const paths = isRecord(options['paths']) ? options['paths'] : {}
  const aliases: Alias[] = []
  for (const [key, targets] of Object.entries(paths).slice(0, 50)) {
    const first: unknown = Array.isArray(targets) ? targets[0] : undefined
    if (
      typeof first !== 'string' ||
      !/^[^*]*\*?$/.test(key) ||
      key === '*' ||
      key === '' ||
      key.startsWith('.') ||
      key.startsWith('/')
    )
      continue
    const target = posix.normalize(posix.join(base, first))
    if (
      target.startsWith('..') ||
      target.startsWith('/') ||
      // Types of a package: while it runs, its name leads to the package itself.
      target.startsWith('node_modules/') ||
      /[\\\0]/.test(target) ||
      key.endsWith('*') !== target.endsWith('*')
    )
      continue
    aliases.push({ key, target })
  }
  return aliases.sort((a, b) => b.key.length - a.key.length) // the longest prefix wins, as in TypeScript
}

/** The folder in which imports without a dot are looked for first; null where there is none inside the project. */
export function baseOf(project: ProjectTexts): string | null {
  const base = ownCompilerOptions(project)['baseUrl']
  if (typeof base !== 'string') return null
  const folder = posix.normalize(base)
  return folder.startsWith('..') || folder.startsWith('/') || /[\\\0]/.test(folder) ? null : folder
}
