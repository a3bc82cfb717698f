import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { Step } from '@/lib/domains/spec/scenario'
import { AskedProject, foundIn, toldOf } from '../../support/behaviour'
import { sharedHome } from '../../support/shared-home'

/** What was asked of a project, used on the running application by the people of its scenarios. */

let cluster: ScratchCluster
let trips: AskedProject
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  trips = await AskedProject.trips()
})
afterAll(() => cluster?.close())

test('proves each ask of a project that does what was asked', async () => {
  const report = await trips.verify(cluster, ['preview', 'behaviour'])
  expect(report.checks.flatMap(({ findings }) => findings)).toEqual([])
  expect(toldOf(report.asks)).toEqual([
    'a1 proven',
    'a2 proven',
    'a3 proven',
    'a4 proven',
    'a5 proven',
    'a6 proven',
    'a7 not_built (Devora builds no maps.)',
  ])
  expect(report.asks?.[0]).toMatchObject({
    control: 'pending',
    scenarios: [{ status: 'passed' }, { status: 'passed' }],
  })
})

test('finds what leaks and what does not do what was asked, each in words', async () => {
  const report = await trips
    // The search is there, and ignores its word.
    .replace('components/trip-list.tsx', "if (q !== '')", 'if (q === null)')
    // A field is lost.
    .replace('lib/actions.ts', "nights: Number(form.get('nights')),", '')
    .replace('app/page.tsx', "sort === 'stars' ? 'stars' : 'title'", "'title'")
    // Everybody reads every trip.
    .with({
      'supabase/migrations/20261102000001_open.sql':
        'create policy all_read on public.trips for select to authenticated using (true);',
    })
    .verify(cluster)
  expect(toldOf(report.asks).map((line) => line.split(' ')[1])).toEqual([
    'failed',
    'failed',
    'proven',
    'proven',
    'failed',
    'failed',
    'not_built',
  ])
  expect(report.checks.find(({ check }) => check === 'behaviour')?.status).toBe('failed')
  const keeps = '“Members keep trips with a name, nights and a mood” (a1): “Ana adds a trip and finds it in her list”'
  expect(foundIn(report)).toEqual([
    `“Places can be sorted by stars” (a6): “A visitor sorts the places” fails at step 5 of 5: Visitor sees in this order: “Cusco”, “Lisbon”, “Bergen”. “Bergen” stands above “Lisbon”.`,
    `${keeps} fails at step 12 of 14: Ana sees “12 nights” beside “Tokyo #1”. The page “My trips” says: “New trip Download as CSV Find Search Tokyo #1 1 nights, wild Delete”`,
    `“Nobody sees the trips of others” (a5): “Ben does not see Ana's trip” fails at step 7 of 11: Ben does not see “Oslo #1”. It stands there.`,
    `“search them” (a2): “Ana finds one of two trips” fails at step 11 of 11: Ana does not see “Oslo #1”. It stands there.`,
  ])
})

test('leaves to a browser what only client code does, and says where there is none', async () => {
  const drags: Step[] = [
    { do: 'visit', path: '/' },
    { do: 'drag', item: 'Lisbon', onto: 'Bergen' },
    { do: 'order', texts: ['Bergen', 'Lisbon'] },
  ]
  const project = trips.withAsks([{ scenarios: [{ title: 'Places are put in order', steps: drags }] }])
  const none = 'a1 unproven (Dragging needs a browser. There is no browser here.)'
  expect(toldOf((await project.verify(cluster)).asks)).toEqual([none])
  expect(toldOf((await project.withBrowser(() => Promise.resolve(null)).verify(cluster)).asks)).toEqual([none])
})
