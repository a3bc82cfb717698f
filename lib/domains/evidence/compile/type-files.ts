import { dirname, join } from 'node:path'
import { ALLOWED_PACKAGES, installedManifest, nodeModules } from '../packages.ts'
import { compilerFolder, type TypeFileSystem } from './tsc-process.ts'

/**
 * What the compiler may see: the project's files under a virtual folder beside our `node_modules`, the packages of the
 * allow-list with their type dependencies, and the compiler's own library. Everything else does not exist.
 */

let projects = 0
/** A folder in which a project seems to lie; it does not exist on disk, and no other project has lain in it. */
export const newVirtualRoot = (): string => join(dirname(nodeModules()), `__project_${++projects}__`)

/** `@types/x` of a package without types of its own: `@a/b` → `@types/a__b`. */
const typesPackage = (name: string): string =>
  `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`

let readable: ReadonlySet<string> | undefined
/** Names of packages whose files the compiler may read: the allow-list and whatever its types can refer to. */
export function readablePackages(): ReadonlySet<string> {
  if (readable) return readable
  const seen = new Set<string>()
  const open = [...ALLOWED_PACKAGES.keys()]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    const manifest = installedManifest(name)
    if (manifest === null) continue
    seen.add(name)
    open.push(
      typesPackage(name),
      ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
    )
  }
  return (readable = seen)
}

const packageOf = (below: string): string =>
  below.startsWith('@') ? below.split('/', 2).join('/') : (below.split('/', 1)[0] ?? '')

/**
 * `files`: absolute virtual path below `root` → text. Never hands out anything but these and the read-only libraries.
 */
export function typeFileSystem(root: string, files: ReadonlyMap<string, string>): TypeFileSystem {
  const modules = nodeModules()
  const library = compilerFolder()
  const packages = readablePackages()
  const folders = new Map<string, { files: Set<string>; directories: Set<string> }>()
  const folder = (path: string): { files: Set<string>; directories: Set<string> } => {
    const known = folders.get(path)
    if (known) return known
    const fresh = { files: new Set<string>(), directories: new Set<string>() }
    folders.set(path, fresh)
    const parent = dirname(path)
    if (parent !== path) folder(parent).directories.add(path.slice(parent === '/' ? 1 : parent.length + 1))
    return fresh
  }
  folder(root)
  for (const path of files.keys()) folder(dirname(path)).files.add(path.slice(dirname(path).length + 1))

  /**
   * Below `node_modules/<allowed package>/` or in the compiler's library; compared on the literal text, so `..` never
   * matches.
   */
  const isLibrary = (path: string): boolean => {
    if (path.includes('/../') || path.endsWith('/..') || path.includes('\0')) return false
    if (path.startsWith(`${library}/`)) return true
    return path.startsWith(`${modules}/`) && packages.has(packageOf(path.slice(modules.length + 1)))
  }
  const isLibraryParent = (path: string): boolean =>
    path === modules || path === library || (dirname(path) === modules && path.includes('/@'))
  return {
    readFile: (path) => files.get(path) ?? (isLibrary(path) ? undefined : null),
    fileExists: (path) => (files.has(path) ? true : isLibrary(path) ? undefined : false),
    directoryExists: (path) =>
      folders.has(path) || isLibraryParent(path) ? true : isLibrary(path) ? undefined : false,
    getAccessibleEntries: (path) => {
      const here = folders.get(path)
      if (here) return { files: [...here.files], directories: [...here.directories] }
      return isLibrary(path) ? undefined : { files: [], directories: [] }
    },
    realpath: (path) => (isLibrary(path) ? undefined : path),
  }
}
