import { expect } from 'vitest'
import { checkSql, filesOf, type openTestCluster } from './scratch-bench'

const RULES = new Set([
  'trusted-column-editable',
  'membership-for-oneself',
  'policy-trusts-header',
  'function-trusts-header',
  'policy-trusts-user-metadata',
  'function-trusts-user-metadata',
  'signup-copies-rights',
  'public-bucket-private-files',
  'definer-trusts-caller',
  'definer-takes-negative',
  'definer-tells-of-others',
])
type Bench = Awaited<ReturnType<typeof openTestCluster>>

/** What is found past the policies of a migration that applies: `rule`, and `rule: warning` where it only warns. */
export async function bypassesIn(bench: Bench, sql: string, spec?: object): Promise<string[]> {
  const files = filesOf({
    'supabase/migrations/0001_init.sql': sql,
    ...(spec && { 'devora.json': JSON.stringify({ devora: 1, ...spec }) }),
  })
  const { findings, status } = await checkSql(files, bench.cluster)
  expect([status.schema, findings.filter(({ check }) => check === 'schema')]).toEqual(['passed', []])
  return findings.flatMap(({ rule = '', severity, file }) =>
    RULES.has(rule) && file !== undefined ? [severity === 'error' ? rule : `${rule}: ${severity}`] : [],
  )
}
