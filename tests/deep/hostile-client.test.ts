import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { Step } from '@/lib/domains/spec/scenario'
import { AskedProject, foundIn, toldOf } from '../support/behaviour'
import { PLAYS, scenario } from '../support/browser-pages'
import { checksBrowser } from '../support/checks-browser'
import { sharedHome } from '../support/shared-home'

/** Client code that wants out of the browser in which its scenarios are played, or has no end. */

let cluster: ScratchCluster
let board: AskedProject
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  board = await AskedProject.fixture('board')
})
afterAll(() => cluster?.close())

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
