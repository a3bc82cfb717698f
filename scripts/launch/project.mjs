import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

/** Reads `.env` of the repository; what the shell has set already wins. */
export function loadDotEnv() {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** The folder with everything Devora keeps on this machine. */
export function devoraHome() {
  return resolve(root, process.env.DEVORA_HOME || '.devora')
}

/**
 * Every file below `path` (or `path` itself), sorted, so that a hash over them does not depend on the order on disk.
 */
export function filesBelow(path, skip) {
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => !skip.has(entry.name))
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name), skip) : [join(path, entry.name)]))
}

/**
 * SHA-256 over names and contents of files and folders of the repository; missing ones do not count.
 * @param {string[]} paths relative to the root
 * @param {string[]} [skip] names of files or folders to leave out, at any depth
 */
export function hashOf(paths, skip = []) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const full = join(root, path)
    if (!existsSync(full)) continue
    const files =
      path.includes('.') && !isFolder(full) ? [full] : isFolder(full) ? filesBelow(full, new Set(skip)) : [full]
    for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function isFolder(path) {
  try {
    readdirSync(path)
    return true
  } catch {
    return false
  }
}
