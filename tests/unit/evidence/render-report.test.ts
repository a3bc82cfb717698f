import { expect, test } from 'vitest'
import type { Report } from '../../../lib/domains/evidence/contract'
import { renderReport } from '../../../lib/domains/evidence/report/render-report'

const report: Report = {
  report: 1,
  status: 'incomplete',
  manifest: 'a'.repeat(64),
  tools: { typescript: '7.0.2' },
  derived: ['access of notes'],
  checks: [
    {
      check: 'types',
      status: 'failed',
      ms: 12,
      findings: [
        {
          check: 'types',
          rule: 'ts2322',
          severity: 'error',
          file: 'app/page.tsx',
          line: 3,
          message: 'Type "a | b"\nis wrong',
          fingerprint: 'f',
        },
      ],
    },
    { check: 'preview', status: 'unavailable', findings: [] },
  ],
  access: [
    {
      table: 'notes',
      cells: [
        { role: 'anon', operation: 'read', expected: 'deny', actual: 'allow' },
        { role: 'owner', operation: 'read', expected: 'allow', actual: 'allow' },
        { role: 'anon', operation: 'delete', expected: 'deny', actual: 'deny' },
      ],
    },
  ],
}

test('names what failed, where, and which cell is not as planned', () => {
  const text = renderReport(report)
  expect(text).toContain('Incomplete: at least one check did not pass')
  expect(text).toContain('| types | ✗ failed | 12 ms |')
  expect(text).toContain('- **error** types/ts2322 `app/page.tsx:3`: Type "a \\| b" is wrong')
  expect(text).toContain('| read | **allow, expected deny** | ✓ |')
  expect(text).toContain('| delete | – |  |')
  expect(text).toContain('- access of notes')
})
