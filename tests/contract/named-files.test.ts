import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/*
 * Rules and documents name files of this repository: a rule for a file that was moved holds nothing, a document sends
 * its reader nowhere.
 */

/** Folders that are not looked into: they are not ours, or being made while we look. */
const SKIPPED = new Set(['node_modules', '.git', '.next', '.bundle', '.devora'])
const files = readdirSync('.', { withFileTypes: true }).flatMap((entry) => {
  if (SKIPPED.has(entry.name)) return []
  if (!entry.isDirectory()) return [entry.name]
  const below = readdirSync(entry.name, { recursive: true, encoding: 'utf8' })
  return [entry.name, ...below.map((path) => `${entry.name}/${path.replaceAll('\\', '/')}`)]
})
const isThere = (named: string): boolean => {
  const folder = named.replace(/\/\*\*$/, '')
  const pattern = new RegExp(`^${folder.replace(/[.[\]()]/g, '\\$&').replaceAll('*', '[^/]*')}$`)
  return files.some((path) => pattern.test(path))
}

it('every rule of the linter is about files that exist', () => {
  const text = readFileSync('.oxlintrc.json', 'utf8').replace(/^\s*\/\/.*$/gm, '')
  const { overrides } = JSON.parse(text) as { overrides: { files: string[] }[] }
  const named = overrides.flatMap((rule) => rule.files)
  expect(named.filter((one) => !isThere(one))).toEqual([])
})

/** Files of a generated project, which live in no folder of this repository. */
const OF_PROJECTS = /^(?:docs\/devora-report\.md|lib\/actions|lib\/data|lib\/validation)/

it.each(['README.md', 'docs/evidence-rules.md', 'docs/access-patterns.md'])(
  'every file that %s names exists',
  (document) => {
    const text = readFileSync(document, 'utf8')
    const named = [...text.matchAll(/(?<=[`(])(?:lib|app|components|tests|scripts|docs|prisma|messages)\/[\w./-]+/g)]
      .map(([path]) => path.replace(/\/$/, ''))
      .filter((path) => !OF_PROJECTS.test(path))
    expect(named.filter((path) => !isThere(path))).toEqual([])
  },
)
