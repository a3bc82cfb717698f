import { posix } from 'node:path'

const SCRIPT = /\.(?:tsx?|mjs|jsx?)$/
const ENDINGS = ['', '.ts', '.tsx', '/index.ts', '/index.tsx', '.css', '.json']

/**
 * What a file imports from its own project, as paths from the root, mostly without extension; by pattern, good enough
 * to rank and to ask.
 */
export function internalImports(path: string, content: string): string[] {
  if (!SCRIPT.test(path)) return []
  const found = new Set<string>()
  for (const [, specifier] of content.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]((?:@\/|\.{1,2}\/)[^'"\n]+)['"]/g)) {
    found.add(
      specifier!.startsWith('@/') ? posix.normalize(specifier!.slice(2)) : posix.join(posix.dirname(path), specifier!),
    )
  }
  return [...found].filter((base) => !base.startsWith('..'))
}

/** The file that an import means, or null. */
export const resolveInternal = (base: string, has: (path: string) => boolean): string | null =>
  ENDINGS.map((ending) => base + ending).find(has) ?? null

/** Files that are imported but do not exist, as far as `owns` says they are the writer's to write. */
export function missingImports(
  files: ReadonlyMap<string, string>,
  has: (path: string) => boolean,
  owns: (path: string) => boolean,
): string[] {
  const missing = new Set<string>()
  for (const [path, content] of files) {
    for (const base of internalImports(path, content)) {
      if (resolveInternal(base, has) !== null) continue
      const guess = /\.(?:tsx?|css|json)$/.test(base)
        ? base
        : `${base}${base.startsWith('components/') ? '.tsx' : '.ts'}`
      if (owns(guess)) missing.add(guess)
    }
  }
  return [...missing].sort()
}
