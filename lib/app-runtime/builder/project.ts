import { type Directive, directiveOf } from './directives.ts'
import { isInside } from './entries.ts'

/** Where an import of a project leads, found in nothing but the list of its files. */
export type Resolution =
  | { kind: 'file'; path: string }
  | { kind: 'package'; specifier: string }
  | { kind: 'builtin'; name: string }
  | { kind: 'missing'; wanted: string }
  | { kind: 'outside' }
  | { kind: 'url' }

export type ProjectFiles = {
  /** Path in the project, with forward slashes → content. */
  contents: ReadonlyMap<string, Uint8Array>
  resolve(from: string, specifier: string): Resolution
}

/** What is wrong with one file. */
export class FileProblem extends Error {
  readonly path: string

  constructor(path: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.path = path
  }
}

/** What is known of a project before anything is bundled. */
export type Project = ProjectFiles & {
  text(path: string): string
  clientModules: string[]
  serverModules: string[]
  /** Names of the packages that its package.json asks for. */
  packages: ReadonlySet<string>
  /** Those of them that it uses and a preview has not, as they are met while it is bundled (`absent.ts`). */
  absent: Set<string>
}

export const SCRIPT = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/

/** More of them than anybody writes; the entries name each. */
const MAX_FILES = 20_000

/** @throws FileProblem of a file whose directives cannot be read; Error for a path that leads out */
export function readProject(files: ProjectFiles): Project {
  if (files.contents.size > MAX_FILES) throw new Error(`A preview has at most ${MAX_FILES} files.`)
  for (const path of files.contents.keys())
    if (!isInside(path)) throw new Error(`${JSON.stringify(path.slice(0, 80))} is no path of a project.`)
  const texts = new Map<string, string>()
  const text = (path: string): string => {
    const known = texts.get(path) ?? new TextDecoder().decode(files.contents.get(path))
    texts.set(path, known)
    return known
  }
  const clientModules: string[] = []
  const serverModules: string[] = []
  for (const path of files.contents.keys()) {
    if (!SCRIPT.test(path) || path.endsWith('.d.ts') || !/["']use (?:client|server)["']/.test(text(path))) continue
    const directive = directiveIn(path, text(path))
    if (directive === 'client') clientModules.push(path)
    // An action may stand inside of a component: the module is then found by its id all the same.
    else serverModules.push(path)
  }
  return { ...files, text, clientModules, serverModules, packages: packagesIn(text('package.json')), absent: new Set() }
}

/** Of a package.json that cannot be read: none. */
function packagesIn(manifest: string): Set<string> {
  try {
    const { dependencies, devDependencies } = JSON.parse(manifest) as Record<string, object | undefined>
    return new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})])
  } catch {
    return new Set()
  }
}

function directiveIn(path: string, text: string): Directive {
  try {
    return directiveOf(path, text)
  } catch (error) {
    throw new FileProblem(path, error)
  }
}
