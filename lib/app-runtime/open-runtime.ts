import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { generateEntries } from './builder/entries.ts'
import { referTo, resolvePackages } from './builder/modules.ts'
import { moduleKey, packageOf, PACKAGES } from './builder/packages.ts'
import { BUILT_BY } from './builder/version.ts'
import { COMMON, CONDITIONS, PAGE_DEFINE, REGISTRY, type Universe } from './builder/universe.ts'
import { BROWSER_ENTRY, DEFINE, resolveNext, SSR_ENTRY, vinext } from './builder/vinext.ts'

/** A script that puts modules of packages into the registry of one universe. */
type Chunk = {
  name: string
  /** Modules it holds, as the registry calls them. */
  keys: string[]
  /** Scripts that must have run before it. */
  needs: string[]
  /** Client modules that its server components refer to. */
  clientModules: string[]
}

/** As it is kept: the script beside it is believed only when it is the one that was written with it. */
type KeptChunk = Chunk & { sha256: string }

/** Everything a project may use that is not its own, built once for all projects and kept in a folder. */
export type Runtime = {
  /** Changes with the packages. */
  version: string
  /** Where it was opened: another process that opens it there has the same scripts. */
  folder: string
  /** Ensures that a module of a package is in the registry; false when its package is none of the allowed ones. */
  provide(universe: Universe, key: string): Promise<boolean>
  /** Names of the scripts to run before a bundle that uses these modules, each after what it needs. */
  chunksOf(universe: Universe, keys: Iterable<string>): string[]
  /** Client modules of packages that server components of these chunks refer to. */
  clientModulesOf(chunks: Iterable<string>): string[]
  /** The folder of the scripts, for who reads them by name and `.js`. */
  scripts: string
  /** The text of a script. */
  read(name: string): Promise<string>
}

export type RuntimeOptions = {
  /** Where scripts are kept; those of the same versions are used again. */
  folder: string
  isAllowed(packageName: string): boolean
}

/** Opens the runtime; the first time on a machine its core is built, which takes some seconds. */
export async function openRuntime({ folder, isAllowed }: RuntimeOptions): Promise<Runtime> {
  const version = await versionOfPackages()
  const place = join(folder, version)
  await mkdir(place, { recursive: true })
  const chunks = new Map<string, Promise<Chunk>>()
  const holders = new Map<string, string>()
  const take = (name: string, make: () => Promise<[Omit<Chunk, 'name'>, string]>): Promise<Chunk> => {
    const known = chunks.get(name)
    if (known !== undefined) return known
    const taken = keep(place, name, make)
    chunks.set(name, taken)
    // What went wrong once (no room, no memory) may go well the next time.
    taken.catch(() => chunks.delete(name))
    return taken
  }
  const hold = (universe: Universe, chunk: Chunk): void => {
    for (const key of chunk.keys) holders.set(`${universe} ${key}`, chunk.name)
  }
  const cores = await openCores(take)
  for (const [universe, chunk] of cores) hold(universe, chunk)
  const known = new Map([...cores.values()].map((chunk) => [chunk.name, chunk]))

  const provide = async (universe: Universe, key: string): Promise<boolean> => {
    if (holders.has(`${universe} ${key}`)) return true
    if (!isAllowed(packageOf(key))) return false
    const name = `${universe}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
    const chunk = await take(name, () =>
      buildChunk(universe, [key], (other) => packageOf(other) !== packageOf(key) && provide(universe, other)),
    )
    // One that an earlier process made brings no word of what it needs.
    for (const needed of chunk.needs) await provide(universe, needed)
    hold(universe, chunk)
    known.set(name, chunk)
    return true
  }
  return {
    version,
    folder,
    scripts: place,
    provide,
    chunksOf(universe, keys) {
      const ordered = new Set([cores.get(universe)?.name ?? ''])
      const add = (name: string): void => {
        if (ordered.has(name)) return
        for (const needed of known.get(name)?.needs ?? []) add(holders.get(`${universe} ${needed}`) ?? '')
        ordered.add(name)
      }
      for (const key of keys) add(holders.get(`${universe} ${key}`) ?? '')
      ordered.delete('')
      return [...ordered]
    },
    clientModulesOf: (names) => [...names].flatMap((name) => known.get(name)?.clientModules ?? []),
    read: (name) => readFile(join(place, `${name}.js`), 'utf8'),
  }
}

/** Changes with the packages, and with the way they are built. */
async function versionOfPackages(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['vinext', '@vitejs/plugin-rsc', 'next', 'react', 'react-dom', 'esbuild'])
    hash.update(await readFile(join(PACKAGES, name, 'package.json')))
  return hash.update(BUILT_BY).digest('hex').slice(0, 16)
}

/** A chunk from the folder, else made and put there; a process that is killed meanwhile leaves no half of one. */
async function keep(place: string, name: string, make: () => Promise<[Omit<Chunk, 'name'>, string]>): Promise<Chunk> {
  const path = join(place, name)
  const known = await readKept(path)
  if (known !== null) return known
  const [made, script] = await make()
  const chunk: KeptChunk = { name, ...made, sha256: sha256(script) }
  const put = async (ending: string, text: string): Promise<void> => {
    const draft = `${path}.${randomUUID()}.draft`
    await writeFile(draft, text)
    await rename(draft, `${path}${ending}`)
  }
  await put('.js', script)
  await put('.json', JSON.stringify(chunk))
  return chunk
}

/** What is kept, whole and as it was written; else null. */
async function readKept(path: string): Promise<Chunk | null> {
  try {
    const known = JSON.parse(await readFile(`${path}.json`, 'utf8')) as KeptChunk
    return known.sha256 === sha256(await readFile(`${path}.js`)) ? known : null
  } catch {
    return null
  }
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

type Take = (name: string, make: () => Promise<[Omit<Chunk, 'name'>, string]>) => Promise<Chunk>

async function openCores(take: Take): Promise<Map<Universe, Chunk>> {
  const nothing = (): boolean => false
  const rsc = await take('rsc-core', async () => buildChunk('rsc', await coreOf('rsc'), nothing))
  const rest = (universe: 'ssr' | 'client'): Promise<Chunk> =>
    take(`${universe}-core`, async () =>
      buildChunk(universe, [...(await coreOf(universe)), ...rsc.clientModules], nothing),
    )
  const [ssr, client] = await Promise.all([rest('ssr'), rest('client')])
  return new Map([
    ['rsc', rsc],
    ['ssr', ssr],
    ['client', client],
  ])
}

/** A project that has one of everything, so that its entry imports all that entries import. */
const EVERYTHING: ReadonlyMap<string, Uint8Array> = new Map(
  [
    'page.tsx',
    'layout.tsx',
    'error.tsx',
    'loading.tsx',
    'not-found.tsx',
    'global-error.tsx',
    'icon.svg',
    'api/route.ts',
  ]
    .map((name) => `app/${name}`)
    .concat('proxy.ts', 'instrumentation.ts')
    .map((path) => [
      path,
      new TextEncoder().encode(
        path.endsWith('.svg')
          ? '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
          : 'export default () => null',
      ),
    ]),
)

/** Modules of Next that are no part of an App Router project, or that bring megabytes for one image. */
const LEFT_OUT = /^next\/(?:og|document|app|router|compat|legacy|amp|head|config|constants|babel|jest|offline)\b/

/** Keys of what every project uses. */
async function coreOf(universe: Universe): Promise<string[]> {
  const { shims } = await vinext()
  const next = Object.keys(shims).filter((name) => !LEFT_OUT.test(name))
  const libraries = ['react', 'react/jsx-runtime', 'react-dom']
  const specifiers: Readonly<Record<Universe, string[]>> = {
    rsc: [...specifiersIn((await generateEntries(EVERYTHING)).rsc), '@vitejs/plugin-rsc/rsc'],
    ssr: [SSR_ENTRY, '@vitejs/plugin-rsc/ssr'],
    client: [
      ...specifiersIn((await generateEntries(EVERYTHING)).client),
      BROWSER_ENTRY,
      '@vitejs/plugin-rsc/browser',
      'react-dom/client',
    ],
  }
  const all = [...libraries, ...next, 'server-only', 'client-only', ...specifiers[universe]]
  const keys: string[] = []
  for (const specifier of new Set(all)) keys.push(await keyOf(specifier, universe, shims))
  return [...new Set(keys)]
}

/** What a generated entry imports, but for what is written for each project. */
const specifiersIn = (entry: string): string[] =>
  [...entry.matchAll(/(?:from|import|import\()\s*"((?!virtual:|\/project)[\w@./-]+)"/g)].map((match) => match[1] ?? '')

async function keyOf(specifier: string, universe: Universe, shims: Parameters<typeof resolveNext>[2]): Promise<string> {
  if (specifier.startsWith('/')) return moduleKey(specifier)
  const own = resolveNext(specifier, universe, shims)
  if (own !== null) return moduleKey(own)
  let found = ''
  await build({
    ...COMMON,
    conditions: CONDITIONS[universe],
    stdin: { contents: `import ${JSON.stringify(specifier)}`, resolveDir: PACKAGES },
    plugins: [
      {
        name: 'where',
        setup(where) {
          where.onLoad({ filter: /.*/ }, ({ path }) => {
            found ||= path
            return { contents: '' }
          })
        },
      },
    ],
  })
  return moduleKey(found)
}

/** Bundles modules of packages into a script for the registry. */
async function buildChunk(
  universe: Universe,
  keys: readonly string[],
  isProvided: (key: string) => boolean | Promise<boolean>,
): Promise<[Omit<Chunk, 'name'>, string]> {
  const own = new Set(keys)
  const needs = new Set<string>()
  const clientModules = new Set<string>()
  const plugin: Plugin = {
    name: 'packages',
    setup(one) {
      resolvePackages(one, {
        universe,
        async isProvided(key) {
          if (own.has(key) || !(await isProvided(key))) return false
          needs.add(key)
          return true
        },
        onClientModule: (key) => clientModules.add(key),
      })
    },
  }
  const { outputFiles } = await build({
    ...COMMON,
    conditions: CONDITIONS[universe],
    define: universe === 'client' ? { ...DEFINE, ...PAGE_DEFINE } : DEFINE,
    minify: true,
    stdin: { contents: chunkSource(universe, [...own]), resolveDir: PACKAGES },
    plugins: [plugin],
  })
  const script = outputFiles[0]?.text ?? ''
  return [{ keys: [...keys], needs: [...needs], clientModules: [...clientModules] }, script]
}

/** Started by being loaded, so each project's own entry does that. */
const STARTS = new Set([moduleKey(BROWSER_ENTRY)])

function chunkSource(universe: Universe, keys: readonly string[]): string {
  const lines = keys.map((key, at) => {
    const path = JSON.stringify(join(PACKAGES, key))
    const name = JSON.stringify(key)
    const place = JSON.stringify(universe)
    if (STARTS.has(key)) return `${REGISTRY}.define(${place}, ${name}, { start: () => import(${path}) })`
    const refer = universe !== 'rsc' ? `;${referTo(universe, key, `m${at}`)}` : ''
    return `import * as m${at} from ${path}; ${REGISTRY}.define(${place}, ${name}, m${at})${refer}`
  })
  return lines.join('\n')
}
