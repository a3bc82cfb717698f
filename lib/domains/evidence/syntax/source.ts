import { parseSync } from 'oxc-parser'
import type { Comment, EcmaScriptModule, Program } from 'oxc-parser'
import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit, isGenerated, isScript } from '../paths.ts'
import { lineIndex, type Position } from './position.ts'

/** One parsed script. The tree is ESTree with TypeScript nodes (https://oxc.rs); offsets count UTF-16 code units. */
export type Source = {
  path: string
  text: string
  program: Program
  module: EcmaScriptModule
  comments: readonly Comment[]
  at(offset: number): Position
}
export type SyntaxError = { path: string; message: string; offset: number }
export type Sources = { scripts: ReadonlyMap<string, Source>; errors: readonly SyntaxError[] }

/** Told before each file, so that whoever watches this process knows which file it died on. */
let onFile: (path: string) => void = () => {}
export const watchParsing = (watch: (path: string) => void): void => {
  onFile = watch
}

const parsed = new WeakMap<ProjectUnderCheck, Sources>()

/**
 * Every script of the project, parsed once however many checks ask. A file with errors is in `errors` and not in
 * `scripts`.
 */
export function sourcesOf(project: ProjectUnderCheck): Sources {
  const known = parsed.get(project)
  if (known) return known
  const scripts = new Map<string, Source>()
  const errors: SyntaxError[] = []
  for (const path of [...project.files.keys()].filter((one) => isScript(one) && !isGenerated(one)).sort(byCodeUnit)) {
    const text = project.text(path)
    if (text === undefined) continue
    onFile(path)
    try {
      const result = parseSync(path, text, {
        sourceType: 'module',
        preserveParens: false,
        astType: 'ts',
        showSemanticErrors: true,
      })
      const fatal = result.errors.filter(({ severity }) => severity === 'Error')
      for (const error of fatal.slice(0, 5))
        errors.push({ path, message: error.message, offset: error.labels[0]?.start ?? 0 })
      if (fatal.length === 0)
        scripts.set(path, {
          path,
          text,
          program: result.program,
          module: result.module,
          comments: result.comments,
          at: lineIndex(text),
        })
    } catch (error) {
      errors.push({
        path,
        message: `The file cannot be parsed: ${error instanceof Error ? error.message : 'unknown reason'}.`,
        offset: 0,
      })
    }
  }
  onFile('')
  const sources = { scripts, errors }
  parsed.set(project, sources)
  return sources
}
