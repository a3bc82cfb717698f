import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/*
 * Rules and documents name files of this repository: a rule for a file that was moved holds nothing, a document sends
 * its reader nowhere.
 */

const files = readdirSync('.', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !/^(?:node_modules|\.git|\.next|\.devora)(?:\/|$)/.test(path))
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
