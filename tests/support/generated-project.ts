import { architect } from '../../lib/domains/generation/agents/architect/architect'
import { WRITERS } from '../../lib/domains/generation/agents/agent'
import { tester } from '../../lib/domains/generation/agents/tester/tester'
import { writers } from '../../lib/domains/generation/agents/writers'
import type { AppSpec } from '../../lib/domains/spec/contract'

const { signal } = new AbortController()

/** The plan of a project that comes with tests. */
export const withTests = (spec: AppSpec): AppSpec => ({ ...spec, makers: { ...spec.makers, tests: 'builtin' } })

/** What the built-in generators write for a plan, before there are tests: path → text. */
export function applicationOf(spec: AppSpec): Map<string, string> {
  const files = new Map(architect.make.builtin.write(spec).map(({ path, content }) => [path, content]))
  for (const name of WRITERS) {
    const made = writers[name].make.builtin({ spec, signal }) as Iterable<{ path: string; content: string }>
    for (const { path, content } of made) files.set(path, content)
  }
  return files
}

/** What the built-in tester writes for these files. */
export const testsOf = (spec: AppSpec, files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...tester.make.builtin({ spec, files, signal })].map(({ path, content }) => [path, content]))
