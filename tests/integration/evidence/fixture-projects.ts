import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFolder } from '@/lib/domains/evidence/read-folder'

/**
 * Small projects in `tests/fixtures`, often laid over a shared base: `expect.json` says which, and what must be found.
 */

export const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))

export type Expectation = {
  /** Name of the fault class, as reported. */
  class?: string
  /** Folder under `bases/` whose files come first. */
  base?: string
  /** Files of the base that are not there. */
  remove?: string[]
  /** By file of the base: a text that stands there once, and what stands in its place. */
  edits?: Record<string, [find: string, put: string][]>
  /** Texts to put in while reading; in parts, so that no file of this repository looks as if it held a secret. */
  replace?: Record<string, string[]>
  check?: string
  rule?: string
  file?: string
  line?: number
  /** Checks that may report the same fault too. */
  also?: string[]
}

export const fixtureNames = (folder: string, prefix: string): string[] =>
  readdirSync(join(fixtures, folder))
    .filter((name) => name.startsWith(prefix))
    .sort()

export const readExpectation = (folder: string, name: string): Expectation =>
  JSON.parse(readFileSync(join(fixtures, folder, name, 'expect.json'), 'utf8')) as Expectation

/** The files of a fixture: its base, without what it removes, under its own. */
export async function readFixture(
  folder: string,
  name: string,
  expected: Expectation,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  if (expected.base !== undefined)
    for (const [path, bytes] of (await readFolder(join(fixtures, 'bases', expected.base))).files) files.set(path, bytes)
  for (const path of expected.remove ?? []) files.delete(path)
  for (const [path, edits] of Object.entries(expected.edits ?? {}))
    files.set(path, Buffer.from(edits.reduce(edited, Buffer.from(files.get(path)!).toString())))
  for (const [path, bytes] of (await readFolder(join(fixtures, folder, name))).files)
    if (path !== 'expect.json') files.set(path, bytes)
  for (const [token, parts] of Object.entries(expected.replace ?? {}))
    for (const [path, bytes] of files) {
      const text = Buffer.from(bytes).toString('latin1')
      if (text.includes(token)) files.set(path, Buffer.from(text.replaceAll(token, parts.join('')), 'latin1'))
    }
  return files
}

/** @throws where the text to be replaced does not stand there, or more than once: the base has changed meanwhile */
function edited(text: string, [find, put]: [find: string, put: string]): string {
  if (text.split(find).length !== 2) throw new Error(`not once in the base: ${find}`)
  return text.replace(find, () => put)
}

/** Runs at most `n` pieces of work at once: more compilers than cores only make each other late. */
export function atMost(n: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= n) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
