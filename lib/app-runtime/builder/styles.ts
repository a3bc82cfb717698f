import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { Scanner } from '@tailwindcss/oxide'
import { LRUCache } from 'lru-cache'
import postcss, { CssSyntaxError } from 'postcss'
import { compile } from 'tailwindcss'
import { noteAbsent } from './absent.ts'
import { PACKAGES } from './packages.ts'
import { FileProblem, type Project } from './project.ts'

/*
 * The styles of a project: Tailwind 4 by its own compiler, over the project's files in memory. Plugins and
 * configurations (`@plugin`, `@config`) are code and refused.
 */

/** Names of classes made a file's own, as CSS modules do (https://github.com/css-modules/css-modules). */
export function scopeClasses(path: string, css: string): { css: string; script: string } {
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 6)
  const names = new Map<string, string>()
  const root = parse(path, css)
  root.walkRules((rule) => {
    rule.selector = rule.selector
      .split(/(:global\([^)]{0,500}\))/)
      .map((part) =>
        part.startsWith(':global(')
          ? part.slice(8, -1)
          : part.replace(/\.(-?[A-Za-z_][\w-]*)/g, (_, name: string) => {
              names.set(name, `${name}_${mark}`)
              return `.${name}_${mark}`
            }),
      )
      .join('')
  })
  return { css: root.toString(), script: `export default ${JSON.stringify(Object.fromEntries(names))}` }
}

function parse(path: string, css: string): postcss.Root {
  try {
    return postcss.parse(css)
  } catch (error) {
    throw new FileProblem(path, error instanceof CssSyntaxError ? new Error(error.reason) : error)
  }
}

/** All styles of a project as one sheet, global ones before those of modules. @throws what Tailwind says */
export async function buildStyles(project: Project): Promise<string> {
  const paths = [...project.contents.keys()].filter((path) => path.endsWith('.css') && !path.startsWith('public/'))
  const sheets: string[] = []
  for (const path of paths.filter((one) => !one.endsWith('.module.css')).sort(globalsLast)) {
    const source = project.text(path)
    sheets.push(
      /@import\s|@tailwind|@theme|@apply|@utility/.test(source)
        ? await tailwind(project, path).catch(named(path))
        : source,
    )
  }
  for (const path of paths.filter((one) => one.endsWith('.module.css')))
    sheets.push(scopeClasses(path, project.text(path)).css)
  const fonts = fontVariables(project)
  return [...(fonts === '' ? [] : [fonts]), ...sheets].join('\n')
}

const named =
  (path: string) =>
  (error: unknown): never => {
    throw new FileProblem(path, error)
  }

const globalsLast = (one: string, other: string): number =>
  Number(/(^|\/)globals?\.css$/.test(one)) - Number(/(^|\/)globals?\.css$/.test(other))

export const SYSTEM_FONT = 'ui-sans-serif, system-ui, sans-serif'

/** `next/font` sets these; without it a theme that names them would name nothing. */
function fontVariables(project: Project): string {
  const names = new Set<string>()
  for (const path of project.contents.keys())
    if (/\.[jt]sx?$/.test(path))
      for (const [, name] of project.text(path).matchAll(/variable:\s*["'](--[\w-]+)["']/g)) names.add(name ?? '')
  const mono = (name: string): string => (/mono/.test(name) ? 'ui-monospace, monospace' : SYSTEM_FONT)
  return names.size === 0 ? '' : `:root { ${[...names].map((name) => `${name}: ${mono(name)};`).join(' ')} }`
}

/** Stands for a plugin of a package: what it would have added is missing, all other styles are there. */
const NO_PLUGIN = Object.assign(() => ({ handler: () => undefined }), { __isOptionsFunction: true as const })

const MAX_IMPORTS = 200
/** The scanner may take time with the square of a line's length: long ones are broken, between classes if possible. */
const LONG = 1200
const PART = /[^]{800,1200}[ \t]|[^]{1200}/g
const withShortLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.length < LONG ? line : line.replace(PART, '$&\n')))
    .join('\n')

async function tailwind(project: Project, path: string): Promise<string> {
  const compiler = await compilerOf(project, path)
  const classes = new Set<string>()
  for (const one of project.contents.keys())
    if (/\.(?:[jt]sx?|mdx?|html)$/.test(one)) for (const name of classesIn(one, project.text(one))) classes.add(name)
  return compiler.build([...classes])
}

/** So many classes of Tailwind 3 may be unknown in one sheet. */
const MAX_UNKNOWN = 100

/**
 * A sheet of Tailwind 3 is read as one of Tailwind 4. Its theme stands in a configuration, which is not run: what it
 * applies of that is left out.
 */
async function compilerOf(project: Project, path: string): ReturnType<typeof compile> {
  const source = project.text(path)
  if (!/@tailwind\s+base/.test(source)) return compileSheet(project, path, source)
  let sheet = source.replace(/@tailwind\s+base\s*;/, '@import "tailwindcss";').replaceAll(/@tailwind\s+[a-z]+\s*;/g, '')
  for (let unknown = 0; ; unknown += 1)
    try {
      return await compileSheet(project, path, sheet)
    } catch (error) {
      const [, name] =
        /^Cannot apply (?:unknown|the) utility class `([^`]+)`/.exec(String((error as Error).message)) ?? []
      const without = name === undefined ? sheet : withoutApplied(sheet, name)
      if (without === sheet || unknown === MAX_UNKNOWN) throw error
      sheet = without
    }
}

const withoutApplied = (sheet: string, name: string): string =>
  sheet.replaceAll(/@apply\s([^;{}]{0,4000})/g, (_, list: string) => {
    const others = list.split(/\s+/).filter((one) => one !== '' && one !== name)
    return others.filter((one) => one !== '!important').length === 0 ? '' : `@apply ${others.join(' ')}`
  })

function compileSheet(project: Project, path: string, source: string): ReturnType<typeof compile> {
  let loaded = 0
  return compile(source, {
    base: posix.dirname(path),
    async loadModule(id, base, hint) {
      if (hint === 'plugin' && noteAbsent(project, id)) return { path: id, base, module: NO_PLUGIN }
      throw new Error(`${path}: "${id}" is a plugin or a configuration, which is code: a preview runs none of it.`)
    },
    async loadStylesheet(id, base) {
      // Two imports each, ten deep, are a thousand; in a circle they have no end.
      if (++loaded > MAX_IMPORTS) throw new Error(`${path}: more than ${MAX_IMPORTS} stylesheets are imported.`)
      return loadStylesheet(project, id, base)
    },
  })
}

/** Texts are the same from edit to edit, and many from project to project: characters that are kept. */
const KEPT_CHARACTERS = 16_000_000
const known = new LRUCache<string, string[]>({
  maxSize: KEPT_CHARACTERS,
  sizeCalculation: (_, text) => text.length + 1,
})

/** What may be a class in a text. */
function classesIn(path: string, text: string): string[] {
  const extension = posix.extname(path).slice(1)
  const key = `${extension}\n${text}`
  const classes = known.get(key) ?? new Scanner({}).scanFiles([{ content: withShortLines(text), extension }])
  known.set(key, classes)
  return classes
}

type Sheet = { path: string; base: string; content: string }
const require = createRequire(import.meta.url)

async function loadStylesheet(project: Project, id: string, base: string): Promise<Sheet> {
  if (id.startsWith('.')) {
    const path = posix.normalize(posix.join(base, id))
    if (project.contents.has(path)) return { path, base: posix.dirname(path), content: project.text(path) }
    throw new Error(`There is no file ${path}.`)
  }
  const [, name, rest = ''] = /^((?:@[\w.-]+\/)?[\w.-]+)(\/[\w./-]+)?$/.exec(id) ?? []
  if (name !== undefined && !STYLED.has(name) && noteAbsent(project, id)) return { path: id, base: '', content: '' }
  if (name === undefined || !STYLED.has(name) || rest.includes('..'))
    throw new Error(`"${id}" is no stylesheet of a preview.`)
  const path = rest === '' ? sheetOf(name) : require.resolve(`${name}${rest.endsWith('.css') ? rest : `${rest}.css`}`)
  if (!path.startsWith(PACKAGES)) throw new Error(`"${id}" is no stylesheet of a preview.`)
  return { path, base: '', content: await readFile(path, 'utf8') }
}

/** Packages whose stylesheets a project may import. */
const STYLED = new Set(['tailwindcss', 'tw-animate-css'])
const sheetOf = (name: string): string =>
  name === 'tailwindcss'
    ? require.resolve('tailwindcss/index.css')
    : require.resolve(`${PACKAGES}/${name}/dist/tw-animate.css`)
