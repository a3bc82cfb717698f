import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { Step } from '@/lib/domains/spec/scenario'
import { AskedProject, foundIn, toldOf } from '../support/behaviour'
import { BY_POINTER, DRAWN, PARTS, PLAYS, scenario } from '../support/browser-pages'
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
  test('is proven in a browser, and each of it is missed', async () => {
    const project = board.withAsks(ASKS).withBrowser(checksBrowser)
    const report = await project.verify(cluster)
    expect(foundIn(report)).toEqual([])
    expect(toldOf(report.asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven', 'a4 proven', 'a5 proven'])
    const players = report.asks?.flatMap(({ scenarios }) => scenarios.map(({ by }) => by))
    expect(players).toEqual(Array.from({ length: 5 }, () => 'browser'))
    expect(toldOf(await project.control(cluster, report.asks ?? []))).toEqual([
      'a1 proven (held)',
      'a2 proven (held)',
      'a3 proven (held)',
      'a4 proven (held)',
      'a5 proven (held)',
    ])
  })

  test('is unproven without a browser, which is said', async () => {
    const project = board.withAsks(ASKS)
    const none = [
      'a1 unproven (Dragging needs a browser. There is no browser here.)',
      'a2 unproven (What the page shows is made by components/list.tsx in a browser. There is no browser here.)',
      'a3 unproven (The button “Count” needs a browser: its page alone does not say what it does. There is no browser here.)',
      'a4 unproven (The button “New card” needs a browser: its page alone does not say what it does. There is no browser here.)',
      'a5 unproven (What the page shows is made by components/chart.tsx in a browser. There is no browser here.)',
    ]
    expect(toldOf((await project.verify(cluster)).asks)).toEqual(none)
    expect(toldOf((await project.withBrowser(() => Promise.resolve(null)).verify(cluster)).asks)).toEqual(none)
    const broken = project.withAsks(ASKS.slice(0, 1)).withBrowser(() => Promise.resolve(NO_CHROMIUM))
    const [told] = toldOf((await broken.verify(cluster)).asks)
    expect(told).toContain('a1 unproven (It was not played in a browser to its end:')
  })

  test('is dragged by the mouse as well', async () => {
    const project = board
      .with({ 'components/columns.tsx': BY_POINTER })
      .withAsks([{ scenarios: scenario(...DRAGS) }])
      .withBrowser(checksBrowser)
    const report = await project.verify(cluster)
    expect([foundIn(report), toldOf(report.asks)]).toEqual([[], ['a1 proven']])
  })

  test('fails where it only seems to be there', async () => {
    const project = board
      .replace('components/columns.tsx', 'await moveCard(id, stage)', 'void stage')
      .replace('components/ask.tsx', 'await addCard(form)', 'void form')
      .replace('components/game.tsx', 'setClicks(clicks + 1)', 'setClicks(clicks)')
      .replace('public/rain.json', '80', '8')
      .withAsks(ASKS)
      .withBrowser(checksBrowser)
    const report = await project.verify(cluster)
    expect(toldOf(report.asks)).toEqual(['a1 failed', 'a2 proven', 'a3 failed', 'a4 failed', 'a5 failed'])
    expect(foundIn(report).map((line) => line.replace(/^.*?fails in a browser at /, ''))).toEqual(
      expect.arrayContaining([
        'step 7 of 7: Ana sees “Paint #1” beside “Done”. It stands there, but not beside “Done”.',
        expect.stringMatching(/^step 4 of 10: Visitor sees “Counted 2 times”\. The page “Game” says: “Count Counted 0/),
        expect.stringMatching(/^step 9 of 9: Ana sees “Sand #1”\./),
        expect.stringMatching(/^step 2 of 3: Visitor sees “July: 80 mm”\./),
      ]),
    )
  })

  test('is unproven where what is asked is not missed', async () => {
    const project = board
      .replace('components/list.tsx', "await database().from('cards').insert({ title })", 'keep(title)')
      .replace('components/list.tsx', 'export function List', `${KEEPS}\nexport function List`)
      .replace('components/list.tsx', 'setCards(data ?? [])', 'setCards(data === null ? [] : kept())')
      .withAsks([{ items: ['entity:cards'], scenarios: scenario(...LISTS) }])
      .withBrowser(checksBrowser)
    const report = await project.verify(cluster)
    expect(toldOf(report.asks)).toEqual(['a1 proven'])
    expect(toldOf(await project.control(cluster, report.asks ?? []))).toEqual([
      'a1 unproven (It also passes without the rows of cards.)',
    ])
  })
})

test('uses what pages draw themselves, and files', async () => {
  const project = board
    .with({
      'app/drawn/page.tsx': DRAWN,
      'app/save/route.ts': `export async function POST(request: Request) {
        const file = (await request.formData()).get('file') as File
        return Response.json({ says: file.name + ' of ' + file.size })
      }`,
      'app/export/route.ts': `export const GET = () => new Response('title;stage', {
        headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="cards.csv"' } })`,
    })
    .withAsks([
      {
        scenarios: scenario(
          { do: 'visit', path: '/drawn' },
          { do: 'choose', label: 'Colour', option: 'Green' },
          { do: 'see', text: 'Colour is Green' },
          { do: 'tick', label: 'Loud' },
          { do: 'see', text: 'It is loud' },
          { do: 'tick', label: 'Loud', on: false },
          { do: 'see', text: 'It is quiet' },
          { do: 'fill', label: 'Story', value: 'Once #1' },
          { do: 'see', text: 'Story of 1 words beginning with Once' },
          { do: 'press', button: 'Later' },
          { do: 'wait', until: 'Now it is later' },
          { do: 'press', button: 'Leave' },
          { do: 'see', text: 'Really leave?' },
          { do: 'see', text: 'Left' },
        ),
      },
      {
        scenarios: scenario(
          { do: 'visit', path: '/drawn' },
          { do: 'upload', label: 'Picture', file: 'cat.png' },
          { do: 'see', text: 'cat.png of' },
        ),
      },
      {
        scenarios: scenario(
          { do: 'visit', path: '/drawn' },
          { do: 'download', from: 'Save as CSV', text: 'made in the browser' },
          { do: 'press', button: 'Export' },
          { do: 'download', from: 'All cards', text: 'title;stage' },
          { do: 'see', text: 'Drawn' },
        ),
      },
    ])
    .withBrowser(checksBrowser)
  const report = await project.verify(cluster)
  expect([foundIn(report), toldOf(report.asks)]).toEqual([[], ['a1 proven', 'a2 proven', 'a3 proven']])
})

test('people are signed in wherever the application looks for it', async () => {
  const project = board
    .with({
      'app/me/page.tsx': `'use client'
        import { createClient } from '@supabase/supabase-js'
        import { useEffect, useState } from 'react'
        const client = createClient(
          process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!)
        export default function Page() {
          const [name, setName] = useState('')
          useEffect(() => {
            void client.auth.getUser().then(({ data }) => setName(data.user?.user_metadata.name ?? 'nobody'))
          }, [])
          const leave = async () => {
            await client.auth.signOut()
            setName('nobody')
          }
          return <main><h1>You are {name}</h1><button onClick={leave}>Sign out</button></main>
        }`,
    })
    .withAsks([
      {
        scenarios: scenario(
          { do: 'visit', path: '/me' },
          { do: 'see', text: 'You are nobody' },
          { do: 'visit', as: 'ana', path: '/me' },
          { do: 'see', text: 'You are Ana' },
          { do: 'press', button: 'Sign out' },
          { do: 'visit', path: '/me' },
          { do: 'see', text: 'You are nobody' },
        ),
      },
    ])
    .withBrowser(checksBrowser)
  const report = await project.verify(cluster)
  expect([foundIn(report), toldOf(report.asks)]).toEqual([[], ['a1 proven']])
})

test('uses what the packages of projects draw', async () => {
  const project = board.with({ 'app/parts/page.tsx': PARTS }).withBrowser(checksBrowser)
  const report = await project
    .with({
      'package.json': project
        .text('package.json')
        .replace(
          '"react":',
          '"motion": "14.14.0", "radix-ui": "1.8.1", "recharts": "3.10.1", "sonner": "2.0.8", "react":',
        ),
    })
    .withAsks([
      {
        scenarios: scenario(
          { do: 'visit', path: '/parts' },
          { do: 'press', button: 'New visit' },
          { do: 'fill', label: 'Who', value: 'Emma #1' },
          { do: 'choose', label: 'Room', option: 'Attic' },
          { do: 'tick', label: 'With a dog' },
          { do: 'press', button: 'Keep' },
          { do: 'see', text: 'Kept Emma #1 in Attic with a dog' },
          { do: 'not_see', text: 'New visit of a guest' },
        ),
      },
      {
        scenarios: scenario(
          { do: 'visit', path: '/parts' },
          { do: 'not_see', text: 'Second part' },
          { do: 'press', button: 'More' },
          { do: 'see', text: 'Second part' },
        ),
      },
      {
        scenarios: scenario({ do: 'visit', path: '/parts' }, { do: 'order', texts: ['January', 'February', 'March'] }),
      },
    ])
    .verify(cluster)
  expect([foundIn(report), toldOf(report.asks)]).toEqual([[], ['a1 proven', 'a2 proven', 'a3 proven']])
})

test('a plain site is played as well, with its controls', async () => {
  const page = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="stylesheet" href="style.css"></head>
    <body><main><h1>Shop</h1><ul id="list"></ul><button id="more">More</button><p id="count"></p>
    <p class="gone">Never seen</p></main><script type="module" src="js/app.mjs"></script></body></html>`
  const project = AskedProject.ofBytes(new Map())
    .with({
      'index.html': page,
      'style.css': '.gone { display: none }',
      'js/app.mjs': `import { names } from './names.mjs'
        document.querySelector('#list').innerHTML = names.map((name) => '<li>' + name + '</li>').join('')
        let count = 0
        document.querySelector('#more').addEventListener('click', () => {
          document.querySelector('#count').textContent = 'Asked ' + ++count + ' times'
        })`,
      'js/names.mjs': "export const names = ['Bread', 'Salt']",
      'devora.json': '{"devora":1,"name":"Shop","mode":"site","locale":"en"}',
    })
    .withAsks([
      {
        scenarios: scenario(
          { do: 'visit', path: '/' },
          { do: 'order', texts: ['Bread', 'Salt'] },
          { do: 'press', button: 'More' },
          { do: 'press', button: 'More' },
          { do: 'see', text: 'Asked 2 times' },
        ),
      },
      { scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Salt' }, { do: 'see', text: 'Pepper' }) },
    ])
    .withBrowser(checksBrowser)
  const report = await project.verify(cluster)
  expect(toldOf(report.asks)).toEqual(['a1 proven', 'a2 failed'])
  expect(foundIn(report).join()).toContain('sees “Pepper”. The page “Shop” says: “Bread Salt More”')
  expect(toldOf(await project.control(cluster, report.asks ?? []))).toEqual(['a1 proven (held)', 'a2 failed'])
})

const NO_CHROMIUM = { executable: '/usr/bin/false', shown: [] }

/** Keeps what was written in the browser of whoever wrote it. */
const KEEPS = `
const kept = (): Card[] => JSON.parse(localStorage.getItem('cards') ?? '[]')
const keep = (title: string) => localStorage.setItem('cards', JSON.stringify([...kept(), { id: title, title }]))`
