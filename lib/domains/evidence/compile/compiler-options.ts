import type { ProjectUnderCheck } from '../check.ts'
import { aliasesOf, ownCompilerOptions } from '../syntax/aliases.ts'

/** Flags that only make the compiler stricter; a project may turn them on, never off. */
const STRICTER = [
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noPropertyAccessFromIndexSignature',
  'noImplicitReturns',
  'noFallthroughCasesInSwitch',
  'noUnusedLocals',
  'noUnusedParameters',
  'verbatimModuleSyntax',
  'erasableSyntaxOnly',
  'checkJs',
] as const
/** Switches that change what may be written, not what can be reached. */
const HARMLESS = [
  'allowImportingTsExtensions',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
] as const

/**
 * Our own settings, equal in meaning to the tsconfig of a generated project under `next build`. From the project's
 * tsconfig come only stricter flags and aliases that stay inside the project; `extends`, `types`, `typeRoots`,
 * `references`,
 * `plugins`, `files` and `include` have no effect. `root` is the project's absolute (virtual) folder.
 */
export function compilerOptions(project: ProjectUnderCheck, root: string): Record<string, unknown> {
  const theirs = ownCompilerOptions(project)
  const taken = [...STRICTER, ...HARMLESS].filter((name) => theirs[name] === true)
  return {
    ...Object.fromEntries(taken.map((name) => [name, true])),
    target: 'ES2017',
    lib: ['dom', 'dom.iterable', 'esnext'],
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    strict: true,
    noEmit: true,
    allowJs: true,
    skipLibCheck: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    isolatedModules: true,
    types: ['node'],
    paths: Object.fromEntries(aliasesOf(project).map(({ key, target }) => [key, [`${root}/${target}`]])),
  }
}
