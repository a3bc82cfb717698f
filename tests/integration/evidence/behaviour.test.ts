import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '@/lib/domains/evidence/contract'
import { readFolder } from '@/lib/domains/evidence/read-folder'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { previewRuntime } from '../../support/preview'
import { sharedHome } from '../../support/shared-home'

/** What was asked of a project, used on the running application by the people of its scenarios. */

let cluster: ScratchCluster
let files: ReadonlyMap<string, Uint8Array>
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  files = (await readFolder('tests/fixtures/behaviour/trips')).files
})
afterAll(() => cluster?.close())

const textOf = (path: string): string => new TextDecoder().decode(files.get(path))

async function verified(changes: Record<string, string> = {}): Promise<Report> {
  const all = new Map([
    ...files,
    ...Object.entries(changes).map(([path, text]): [string, Uint8Array] => [path, new TextEncoder().encode(text)]),
  ])
  const only = ['preview', 'behaviour'] as const
  return verifyProject(all, { only, scratch: () => Promise.resolve(cluster), previewRuntime })
}

const told = (report: Report): string[] => (report.asks ?? []).map(({ id, status }) => `${id} ${status}`)
const found = (report: Report): string[] =>
  report.checks.flatMap(({ check, findings }) => (check === 'behaviour' ? findings.map(({ message }) => message) : []))

test('proves each ask of a project that does what was asked', async () => {
  const report = await verified()
  expect(report.checks.flatMap(({ findings }) => findings)).toEqual([])
  expect(told(report)).toEqual([
    'a1 proven',
    'a2 proven',
    'a3 proven',
    'a4 proven',
    'a5 proven',
    'a6 proven',
    'a7 not_built',
  ])
  expect(report.asks?.[0]).toMatchObject({
    control: 'pending',
    scenarios: [{ status: 'passed' }, { status: 'passed' }],
  })
  expect(report.asks?.[6]).toMatchObject({ why: 'Devora builds no maps.' })
})

test('finds what only pretends, what leaks, and what does not do what was asked', async () => {
  const tripList = textOf('components/trip-list.tsx')
  const report = await verified({
    // The search is there, and ignores its word.
    'components/trip-list.tsx': tripList.replace("if (q !== '')", 'if (q === null)'),
    // A field is lost.
    'lib/actions.ts': textOf('lib/actions.ts').replace("nights: Number(form.get('nights')),", ''),
    // Everybody reads every trip.
    'supabase/migrations/20261102000001_open.sql': `
      create policy all_read on public.trips for select to authenticated using (true);`,
    'app/page.tsx': textOf('app/page.tsx').replace("sort === 'stars' ? 'stars' : 'title'", "'title'"),
  })
  expect(told(report)).toEqual([
    'a1 failed',
    'a2 failed',
    'a3 proven',
    'a4 proven',
    'a5 failed',
    'a6 failed',
    'a7 not_built',
  ])
  expect(report.checks.find(({ check }) => check === 'behaviour')).toMatchObject({ status: 'failed' })
  const of = (words: string): string => `“${words}”`
  const keeps = 'Members keep trips with a name, nights and a mood'
  expect(found(report)).toEqual([
    `${of('Places can be sorted by stars')} (a6): “A visitor sorts the places” fails at step 5 of 5: Visitor sees in this order: “Cusco”, “Lisbon”, “Bergen”. “Bergen” stands above “Lisbon”.`,
    `${of(keeps)} (a1): “Ana adds a trip and finds it in her list” fails at step 12 of 14: Ana sees “12 nights” beside “Tokyo #1”. The page “My trips” says: “New trip Download as CSV Find Search Tokyo #1 1 nights, wild Delete”`,
    `${of('Nobody sees the trips of others')} (a5): “Ben does not see Ana's trip” fails at step 7 of 11: Ben does not see “Oslo #1”. It stands there.`,
    `${of('search them')} (a2): “Ana finds one of two trips” fails at step 11 of 11: Ana does not see “Oslo #1”. It stands there.`,
  ])
})
