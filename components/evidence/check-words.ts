import type { CheckName, CheckStatus } from '@/lib/domains/evidence/contract'

/** A check in a run that is going may also be running, or not begun; `outside`: it does not apply to this project. */
export type LiveStatus = CheckStatus | 'running' | 'waiting' | 'outside'

/** What a check proves, in the words of a maker. */
export const CHECK_TEXT: Record<CheckName, { name: string; proves: string }> = {
  parse: { name: 'Parse', proves: 'Every file is whole and parses' },
  imports: { name: 'Imports', proves: 'Every import exists and is allowed' },
  types: { name: 'Types', proves: 'TypeScript strict, no errors' },
  lint: { name: 'Lint', proves: 'Hooks, accessibility, nothing unused' },
  contract: { name: 'Contract', proves: 'Calls, routes, tables and links agree' },
  schema: { name: 'Schema', proves: 'Migrations apply to an empty Postgres' },
  access: { name: 'Access', proves: 'Each access rule tried as each person' },
  secrets: { name: 'Secrets', proves: 'No secret where others can read it' },
  preview: { name: 'Preview', proves: 'Every page renders without an error' },
  build: { name: 'Build', proves: 'next build passes' },
}

export const CHECK_STATUS_TEXT: Record<LiveStatus, string> = {
  waiting: 'waiting',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  not_run: 'not run',
  outside: 'does not apply',
  unavailable: 'not available',
  error: 'broke off',
}
