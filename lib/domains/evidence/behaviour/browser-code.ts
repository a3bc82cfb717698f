import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { appRoutes } from '../syntax/app-routes.ts'
import { createResolver } from '../syntax/resolve.ts'

/** What the code of a page may do in a browser: whoever only reads what the server sent does not see that. */
export type BrowserCode = {
  /** A module that loads or draws something by itself once the page is there; null where there is none. */
  draws: string | null
  /** Whether any of it may change what the page shows once it is there: a page that has a browser is asked there. */
  mayDraw: boolean
  /** Whether any of it listens to clicks, to typing, to forms that are sent. */
  clicks: boolean
  types: boolean
  submits: boolean
}

/** Of pages whose code nobody knows. */
const ANY: BrowserCode = { draws: null, mayDraw: false, clicks: true, types: true, submits: true }

const IMPORT = /\b(?:from|import)\s*\(?\s*['"]([^'"\n]{1,300})['"]/g
const IS_CLIENT = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]{0,4000}?\*\/)*['"]use client['"]/
const QUERIES = /\buse(?:SWR|Query|InfiniteQuery|SuspenseQuery|Subscription)\b/
const EFFECTS = /\buse(?:Layout)?Effect\s*\(/
/** Packages whose parts are drawn only in a browser, which knows how much room there is. */
const CHARTS = /\bfrom\s*['"]recharts['"]/
const MAY_DRAW = /\buse(?:Layout|Insertion)?Effect\b|\buseSyncExternalStore\b|\b(?:dynamic|lazy)\s*\(/
const LOADS = /\bfetch\s*\(|createBrowserClient|supabase|\baxios\b|\blocalStorage\b|\bindexedDB\b|\/actions\b/i
/** Packages whose parts listen to nobody. */
const QUIET = /^(?:react|react-dom|next|clsx|server-only|client-only|lucide-react|tailwind-merge|@supabase)(?:\/|$)/

const MAX_MODULES = 400

type Module = { text: string; isClient: boolean; files: string[]; hasPackages: boolean }

/** Reads, for the file of a page, what its own modules and those of its layouts do in a browser. */
export function readBrowserCode(project: ProjectUnderCheck): (page: string | undefined) => BrowserCode {
  const resolve = createResolver(project)
  const { layouts } = appRoutes([...project.files.keys()].sort(byCodeUnit))
  const modules = new Map<string, Module>()
  const read = (path: string): Module => {
    const known = modules.get(path)
    if (known !== undefined) return known
    const text = project.text(path) ?? ''
    const to = [...text.matchAll(IMPORT)].map(([, specifier = '']) => resolve(path, specifier))
    const one: Module = {
      text,
      isClient: IS_CLIENT.test(text),
      files: to.flatMap((each) => (each.kind === 'file' ? [each.path] : [])),
      hasPackages: to.some((each) => each.kind === 'package' && !QUIET.test(each.specifier)),
    }
    modules.set(path, one)
    return one
  }
  /** The modules that run in a browser, of all that these files bring. */
  const clientModules = (starts: readonly string[]): [string, Module][] => {
    const found = new Map<string, Module>()
    const seen = new Set<string>()
    const queue = starts.map((path) => ({ path, isClient: false }))
    for (let one = queue.shift(); one !== undefined && seen.size < MAX_MODULES; one = queue.shift()) {
      const key = `${one.path}\n${one.isClient}`
      if (seen.has(key)) continue
      seen.add(key)
      const known = read(one.path)
      const isClient = one.isClient || known.isClient
      if (isClient) found.set(one.path, known)
      queue.push(...known.files.map((path) => ({ path, isClient })))
    }
    return [...found]
  }
  const codeOf = (page: string): BrowserCode => {
    const around = layouts
      .map(({ path }) => path)
      .filter((path) => page.startsWith(path.slice(0, path.lastIndexOf('/') + 1)))
    const all = clientModules([page, ...around]).map(([, module]) => module)
    const has = (listens: RegExp): boolean => all.some((one) => one.hasPackages || listens.test(one.text))
    // What a layout draws (a menu, a theme) stands beside what a page is about.
    const [draws] = clientModules([page]).find(([, module]) => drawsByItself(module, read)) ?? [null]
    return {
      draws,
      mayDraw: has(MAY_DRAW),
      clicks: has(/\bonClick|onPointer|onMouse|onKey/),
      types: has(/\bonChange|onInput/),
      submits: has(/\bonSubmit/),
    }
  }
  const known = new Map<string, BrowserCode>()
  return (page) => {
    if (page === undefined) return ANY
    const code = known.get(page) ?? codeOf(page)
    known.set(page, code)
    return code
  }
}

/** Also by a module beside it that is none of parts, such as one that makes the client of a database. */
function drawsByItself({ text, files }: Module, read: (path: string) => Module): boolean {
  if (QUERIES.test(text) || CHARTS.test(text)) return true
  if (!EFFECTS.test(text)) return false
  return LOADS.test(text) || files.some((path) => /\.[jt]s$/.test(path) && LOADS.test(read(path).text))
}
