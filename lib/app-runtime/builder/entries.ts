import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { patchVendor, vinext } from './vinext.ts'

/** Where a project stands in the bundler's eyes: no folder of that name is ever read. */
export const PROJECT = '/project'

/** What vinext generates from the names and the shape of an application's files. */
export type Entries = {
  /** The server: `default(request) → Response`. */
  rsc: string
  /** What the browser must know of the routes before it starts. */
  client: string
  routeManifest: string
}

/** Files whose names or texts decide about routes. */
const DECIDES = /^(?:src\/)?(?:app\/|(?:proxy|middleware|instrumentation)\.[jt]s$)|^public\//

/** Longer names no file system takes. */
const MAX_NAME_BYTES = 255
const MAX_PATH_BYTES = 1024

/** Whether a path is one inside of a project; any other is never written nor read. */
export function isInside(path: string): boolean {
  const parts = path.split('/')
  const isName = (part: string): boolean =>
    part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= MAX_NAME_BYTES
  return !/[\0\\]/.test(path) && Buffer.byteLength(path) <= MAX_PATH_BYTES && parts.every(isName)
}

let turn: Promise<unknown> = Promise.resolve()

/**
 * The entries of an application, one after the other: vinext remembers the routes of the last one in its modules.
 * vinext looks at a folder for that, so its files are written to one that is gone
 * afterwards; nothing in it is executed.
 * @param files path → content, all inside the project (`isInside`)
 */
export function generateEntries(files: ReadonlyMap<string, Uint8Array>): Promise<Entries> {
  const generated = turn.then(() => generateInFolder(files))
  turn = generated.catch(() => undefined)
  return generated
}

async function generateInFolder(files: ReadonlyMap<string, Uint8Array>): Promise<Entries> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'devora-routes-')))
  try {
    for (const [path, content] of files) {
      if (!DECIDES.test(path)) continue
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    return await generate(folder, files)
  } catch (error) {
    // What vinext says of routes names files where it looked for them.
    const said = error instanceof Error ? error.message : String(error)
    throw new Error(
      said
        .replace(/^\[vinext\] /, '')
        .replaceAll(`${folder}/`, '')
        .replaceAll(folder, ''),
      {
        cause: error,
      },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function generate(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<Entries> {
  const parts = await vinext()
  // Where both are there, Next looks at `app` only.
  const has = (place: string): boolean => [...files.keys()].some((path) => path.startsWith(place))
  const source = has('src/app/') && !has('app/') ? 'src/' : ''
  const appFolder = join(folder, source, 'app')
  const find = (...names: string[]): string | null => {
    const name = names
      .flatMap((one) => ['ts', 'tsx', 'js', 'jsx'].map((ending) => `${source}${one}.${ending}`))
      .find((path) => files.has(path))
    return name === undefined ? null : join(folder, name)
  }
  parts.forgetRoutes()
  const { routes, routeManifest } = await parts.appRouteGraph(appFolder)
  const config = {
    hasServerActions: true,
    // Actions are not tied to the pages that use them: the check of who may call what is the database's.
    actionOwners: null,
    hasPagesDir: false,
    publicFiles: [...files.keys()].filter((path) => path.startsWith('public/')).map((path) => path.slice(6)),
    draftModeSecret: 'preview',
    prerenderSecret: 'preview',
  }
  const rsc = parts.generateRscEntry(
    appFolder,
    routes,
    find('proxy', 'middleware'),
    parts.scanMetadataFiles(appFolder),
    find('app/global-error'),
    '',
    false,
    config,
    find('instrumentation'),
  )
  const inProject = (text: string): string => text.replaceAll(folder.replaceAll('\\', '/'), PROJECT)
  return {
    rsc: patchVendor(inProject(rsc)),
    client: inProject(parts.generateBrowserEntry(routes, [], undefined, [])),
    routeManifest: inProject(parts.generateBrowserRouteManifestModule(routeManifest)),
  }
}
