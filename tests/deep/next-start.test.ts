import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { AskedProject, foundIn } from '../support/behaviour'
import { sharedHome } from '../support/shared-home'

/** What was asked is played on what `next build` made, too. Real builds, in the sandbox. */

let cluster: ScratchCluster
let trips: AskedProject
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  trips = await AskedProject.trips()
})
afterAll(() => cluster?.close())

const SAVES = "const { data, error } = await client.from('trips').insert(row).select('id').single()"

test('an application that does the same wherever it runs has no finding', async () => {
  const report = await trips.verify(cluster, ['behaviour', 'build'])
  expect(report.checks.find(({ check }) => check === 'build')).toMatchObject({ status: 'passed', findings: [] })
})

test('one that keeps something only where it is looked at is found', async () => {
  const looksAround = `if (!('__devora_preview' in globalThis)) redirect('/trips')\n  ${SAVES}`
  const report = await trips.replace('lib/actions.ts', SAVES, looksAround).verify(cluster, ['behaviour', 'build'])
  expect(foundIn(report)).toEqual([])
  const { status, findings } = report.checks.find(({ check }) => check === 'build')!
  expect(status).toBe('failed')
  expect(findings[0]).toMatchObject({ rule: 'differs-on-next-start', severity: 'error' })
  expect(findings[0]!.message).toContain('passes in the preview and fails on next start')
})

test('one that does not build says where, and is not played', async () => {
  const broken = trips.replace('lib/actions.ts', SAVES, `${SAVES} as`)
  const { status, findings } = (await broken.verify(cluster, ['build'])).checks.find(({ check }) => check === 'build')!
  expect(status).toBe('failed')
  expect(findings[0]).toMatchObject({ rule: 'build-error', file: 'lib/actions.ts' })
})
