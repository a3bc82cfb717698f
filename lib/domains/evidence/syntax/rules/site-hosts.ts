import { finding, type ProjectUnderCheck } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import { sourcesOf } from '../source.ts'
import { walk } from '../walk.ts'
import { isElsewhere, siteAddresses } from './site-addresses.ts'

/**
 * A plain site brings everything along: what another host serves can change, vanish, or watch who visits. Links to
 * others are fine.
 */

const HINT = 'Put the file into the project, or leave it out.'
const FETCHES = new Set(['fetch', 'importScripts', 'Worker', 'WebSocket', 'EventSource'])

export function siteHostFindings(project: ProjectUnderCheck): Finding[] {
  const loaded = siteAddresses(project).flatMap(({ file, at, target, use, by }) =>
    use === 'load' && isElsewhere(target)
      ? [
          finding({
            check: 'imports',
            rule: 'third-party',
            file,
            ...at,
            message: `${by} loads "${target.slice(0, 100)}" from another host.`,
            hint: HINT,
          }),
        ]
      : [],
  )
  const called = [...sourcesOf(project).scripts.values()].flatMap((source) => {
    const found: Finding[] = []
    walk(source.program, (node) => {
      if ((node.type !== 'CallExpression' && node.type !== 'NewExpression') || node.callee.type !== 'Identifier') return
      const [first] = node.arguments
      if (
        !FETCHES.has(node.callee.name) ||
        first?.type !== 'Literal' ||
        typeof first.value !== 'string' ||
        !isElsewhere(first.value)
      )
        return
      const message = `"${first.value.slice(0, 100)}" is fetched from another host.`
      found.push(
        finding({
          check: 'imports',
          rule: 'third-party',
          file: source.path,
          ...source.at(node.start),
          message,
          hint: HINT,
        }),
      )
    })
    return found
  })
  return [...loaded, ...called]
}
