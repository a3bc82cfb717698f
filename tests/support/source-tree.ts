import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ROOT_FILES = /^(proxy|instrumentation|instrumentation-client)\.ts$/

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (path === 'lib/core/db/generated') return []
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/** Every script and stylesheet that people of ours write: the product, its scripts and its tests. Path → text. */
export function writtenSources(): Map<string, string> {
  const paths = [
    ...readdirSync(root),
    ...['app', 'components', 'lib', 'messages', 'scripts', 'tests'].flatMap(filesBelow),
  ]
  return new Map(
    paths
      .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path) && path !== 'next-env.d.ts')
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
}

/**
 * The product's own sources: app, blueprints, components, lib, messages and the files that Next wants at the root. Path
 * from the root → text.
 */
export function sourceTree(): Map<string, string> {
  const paths = [
    ...readdirSync(root).filter((name) => ROOT_FILES.test(name)),
    ...['app', 'blueprints', 'components', 'lib', 'messages'].flatMap(filesBelow),
  ]
  return new Map(
    paths.map((path) => [path, /\.(ts|tsx|mjs)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '']),
  )
}
