import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { Step } from '@/lib/domains/spec/asks'
import { AskedProject, foundIn, toldOf } from '../support/behaviour'
import { checksBrowser } from '../support/checks-browser'
import { sharedHome } from '../support/shared-home'

/** What only client code does, used in Chromium: in the sandbox, as the checks have it. */

let cluster: ScratchCluster
let board: AskedProject
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  board = await AskedProject.fixture('board')
})
afterAll(() => cluster?.close())

const scenario = (...steps: Step[]): { title: string; steps: Step[] }[] => [{ title: 'It is so', steps }]

const DRAGS: Step[] = [
  { do: 'visit', as: 'ana', path: '/board' },
  { do: 'fill', label: 'Title', value: 'Paint #1' },
  { do: 'press', button: 'Add' },
  { do: 'see', text: 'Paint #1', beside: 'To do' },
  { do: 'drag', item: 'Paint #1', onto: 'Done' },
  { do: 'visit', path: '/board' },
  { do: 'see', text: 'Paint #1', beside: 'Done' },
]
const LISTS: Step[] = [
  { do: 'visit', as: 'ana', path: '/list' },
  { do: 'see', text: 'Nothing yet' },
  { do: 'fill', label: 'Title', value: 'Sweep #1' },
  { do: 'press', button: 'Add' },
  { do: 'see', text: 'Sweep #1' },
  { do: 'visit', path: '/list' },
  { do: 'count', text: 'Sweep #1', is: 1 },
  { do: 'visit', as: 'ben', path: '/list' },
  { do: 'not_see', text: 'Sweep #1' },
]
const PLAYS: Step[] = [
  { do: 'visit', path: '/game' },
  { do: 'press', button: 'Count' },
  { do: 'press', button: 'Count' },
  { do: 'see', text: 'Counted 2 times' },
  ...[1, 4, 2, 5, 3].map((at): Step => ({ do: 'press', button: `Field ${at}` })),
  { do: 'see', text: 'X wins' },
]
const OPENS: Step[] = [
  { do: 'visit', as: 'ana', path: '/dialog' },
  { do: 'press', button: 'New card' },
  { do: 'press', button: 'Save' },
  { do: 'refused' },
  { do: 'fill', label: 'Title', value: 'Sand #1' },
  { do: 'press', button: 'Save' },
  { do: 'see', text: 'The card is there.' },
  { do: 'visit', path: '/dialog' },
  { do: 'see', text: 'Sand #1' },
]
const DRAWS: Step[] = [
  { do: 'visit', path: '/chart' },
  { do: 'see', text: 'July: 80 mm' },
  { do: 'order', texts: ['May', 'June', 'July'] },
]
const ASKS = [
  { items: ['field:cards.stage'], scenarios: scenario(...DRAGS) },
  { items: ['entity:cards'], scenarios: scenario(...LISTS) },
  { items: ['page:/game'], scenarios: scenario(...PLAYS) },
  { items: ['entity:cards'], scenarios: scenario(...OPENS) },
  { items: ['page:/chart'], scenarios: scenario(...DRAWS) },
]

describe('what only client code does', () => {
  test('is proven in a browser, with its controls', async () => {
    const project = board.withAsks(ASKS).withBrowser(checksBrowser)
    const report = await project.verify(cluster)
    expect(foundIn(report)).toEqual([])
    expect(toldOf(report.asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven', 'a4 proven', 'a5 proven'])
    expect(report.asks?.flatMap(({ scenarios }) => scenarios.map(({ by }) => by))).toEqual(
      Array.from({ length: 5 }, () => 'browser'),
    )
    console.log(
      report.asks?.flatMap(({ scenarios }) => scenarios.map(({ ms }) => ms)),
      report.checks.find(({ check }) => check === 'behaviour')?.ms,
    )
  })
})
