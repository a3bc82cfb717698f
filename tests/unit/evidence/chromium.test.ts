import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex, PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CookieJar } from '@/lib/app-runtime/server/cookie-jar'
import type { Person } from '@/lib/app-runtime/open-app'
import { answererFor, type AnswerOptions, type Heard } from '@/lib/domains/evidence/behaviour/chromium/answer-request'
import { type ClientParts, withClient } from '@/lib/domains/evidence/behaviour/chromium/client-parts'
import { ChromiumStopped, DriverLink, PageLate } from '@/lib/domains/evidence/behaviour/chromium/driver-link'
import { findChromium } from '@/lib/domains/evidence/behaviour/chromium/find-chromium'
import { parseLook, readLook } from '@/lib/domains/evidence/behaviour/chromium/read-look'
import { fill } from '@/lib/domains/evidence/behaviour/page/act-on-field'
import { isShown } from '@/lib/domains/evidence/behaviour/page/shown'
import { readHay } from '@/lib/domains/evidence/behaviour/page/text'

/** What of playing in a browser needs none: where it is, what its pages are answered, how they are read. */

const SITE = 'http://localhost:3000'

describe('a Chromium of this machine', () => {
  let folder: string
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'devora-find-'))))
  afterAll(() => rm(folder, { recursive: true }))
  const make = async (name: string, mode: number): Promise<string> => {
    const path = join(folder, name)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, '')
    await chmod(path, mode)
    return path
  }

  test('is shown to the sandbox alone, or with what lies beside it', async () => {
    const alone = await make('alone/chromium', 0o755)
    await make('alone/secret', 0o644)
    expect(await findChromium(alone)).toEqual({
      executable: '/browser/chromium',
      shown: [{ from: alone, at: '/browser/chromium' }],
    })
    const whole = await make('whole/chrome', 0o755)
    await make('whole/icudtl.dat', 0o644)
    await chmod(join(folder, 'whole'), 0o755)
    expect(await findChromium(whole)).toEqual({
      executable: '/browser/chrome',
      shown: [{ from: join(folder, 'whole'), at: '/browser' }],
    })
    expect(await findChromium('/usr/bin/env')).toEqual({ executable: '/usr/bin/env', shown: [] })
  })

  test('is refused where it is not there', async () => {
    await expect(findChromium(join(folder, 'none'))).rejects.toThrow('DEVORA_CHROMIUM names')
  })

  test.runIf(process.getuid?.() === 0)('is refused where the account of the checks may not start it', async () => {
    const own = await make('own/chromium', 0o700)
    await expect(findChromium(own)).rejects.toThrow('Only its owner may start')
  })
})

const client: ClientParts = {
  scripts: new Map([['/__devora/app.js', 'run()']]),
  css: 'p{}</style><script>x',
  file: (pathname) => (pathname === '/a.txt' ? { bytes: new TextEncoder().encode('a'), type: 'text/plain' } : null),
}

describe('what pages ask for', () => {
  const asked: { path: string; cookie: string; method: string }[] = []
  const person: Person = {
    cookies: new CookieJar(),
    fetch(path, init) {
      asked.push({ path, cookie: person.cookies.header('/'), method: init?.method ?? '' })
      const headers = new Headers({ 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" })
      headers.append('set-cookie', 'a=1')
      headers.append('set-cookie', 'b=2')
      return Promise.resolve(new Response('<html><head></head></html>', { headers }))
    },
  }
  const heard: Heard[] = []
  const answer = (
    url: string,
    more: { method?: string; headers?: [string, string][] } = {},
    of: Partial<AnswerOptions> = {},
  ) =>
    answererFor({
      person,
      supabase: (request) => Promise.resolve(Response.json({ by: request.headers.get('apikey') })),
      client,
      onHeard: (one) => heard.push(one),
      ...of,
    })({ method: 'GET', url, headers: [], body: new Uint8Array(), ...more })

  test('of somebody else is refused', async () => {
    for (const url of [
      'http://stranger.example/',
      'http://localhost:3001/',
      'https://localhost:3000/',
      'file:///etc/passwd',
      'x',
    ])
      expect(await answer(url)).toBeNull()
    expect(await answer('http://supabase.local/rest/v1/x', {}, { supabase: null })).toBeNull()
    expect(asked).toEqual([])
  })

  test('of the application is answered to its person, whose cookies are the browser’s', async () => {
    const headers: [string, string][] = [
      ['Cookie', 'session=s%3D1; other='],
      ['Sec-Fetch-Dest', 'document'],
    ]
    const page = await answer(`${SITE}/list?q=1`, { headers })
    expect(asked).toEqual([{ path: '/list?q=1', cookie: 'session=s%3D1', method: 'GET' }])
    expect(page?.headers.filter(([name]) => name === 'set-cookie')).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    expect(page?.headers.map(([name]) => name)).not.toContain('content-security-policy')
    expect(Buffer.from(page!.body).toString()).toContain('<script defer src="/__devora/app.js">')
    expect(heard).toMatchObject([{ method: 'GET', status: 200, isPage: true, text: '<html><head></head></html>' }])
    const part = await answer(`${SITE}/list`, { headers: [['Sec-Fetch-Dest', 'empty']] })
    expect(Buffer.from(part!.body).toString()).toBe('<html><head></head></html>')
    expect(Buffer.from((await answer(`${SITE}/__devora/app.js`))!.body).toString()).toBe('run()')
    expect(Buffer.from((await answer(`${SITE}/a.txt`))!.body).toString()).toBe('a')
  })

  test('of its Supabase is answered to another origin', async () => {
    const headers: [string, string][] = [
      ['Origin', SITE],
      ['Access-Control-Request-Headers', 'apikey'],
      ['apikey', 'key'],
    ]
    const url = 'http://supabase.local/rest/v1/cards'
    const before = await answer(url, { method: 'OPTIONS', headers })
    expect(Object.fromEntries(before!.headers)).toMatchObject({
      'access-control-allow-origin': SITE,
      'access-control-allow-headers': 'apikey',
    })
    const then = await answer(url, { headers })
    expect(Buffer.from(then!.body).toString()).toBe('{"by":"key"}')
    expect(then!.headers).toContainEqual(['access-control-allow-origin', SITE])
  })

  test('no style ends the document', () => {
    expect(withClient('<html><head><title>x</title></head></html>', client)).toContain('p{}<\\/style><script>x</style>')
  })
})

describe('a page as a browser has drawn it', () => {
  const seen = (body: string, more: Partial<Parameters<typeof readLook>[0]> = {}): ReturnType<typeof readLook> =>
    readLook({
      url: new URL(SITE),
      html: `<html><head></head><body data-devora="1">${body}</body></html>`,
      status: 200,
      isReply: false,
      alerts: [],
      received: '',
      typed: new Map(),
      ...more,
    })
  const textOf = ({ page }: ReturnType<typeof readLook>): string => readHay(page, page.document.body).joined.text.trim()

  test('shows what was drawn, whatever its classes are called', () => {
    const one =
      seen(`<p class="hidden" data-devora="2">drawn</p><p data-devora="3h">not <b data-devora="4">drawn</b></p>
      <details data-devora="5"><summary data-devora="6">More</summary><p data-devora="7">folded</p></details>`)
    expect(textOf(one)).toBe('drawn more')
    const [bold] = one.page.document.querySelectorAll('b')
    expect([one.numberOf(bold!), isShown(one.page, bold!)]).toEqual([4, false])
    expect(one.page.html).not.toContain('4h')
  })

  test('says what a field says unless its reader typed it, also where the field is drawn anew', () => {
    const fields =
      '<input data-devora="2t" value="one"><textarea data-devora="3" aria-label="Notes">two</textarea>' +
      '<input data-devora="4" aria-label="Row" value="two">'
    expect(textOf(seen(fields))).toBe('two two')
    expect(textOf(seen(fields, { typed: new Map([['notes', 'two']]) }))).toBe('two')
    expect(textOf(seen(fields, { typed: new Map([['notes', 'three']]) }))).toBe('two two')
  })

  test('is used by the same words', () => {
    const one = seen('<label data-devora="2">Title <input data-devora="3t" name="title" value=""></label>')
    expect(fill(one.page, 'Title', 'Oslo', 'Oslo')).toMatchObject({ is: 'done' })
    const filled = [...one.page.filled].map(([field, { value }]) => [one.numberOf(field), value])
    expect(filled).toEqual([[3, 'Oslo']])
  })

  test('has what alerts said, and what came with it', () => {
    const { page } = seen('<p data-devora="2">x</p>', { alerts: ['<b>Saved</b>'], received: 'secret' })
    expect(page.document.querySelector('[role=alert]')?.textContent).toBe('<b>Saved</b>')
    expect(page.html).toContain('secret')
  })

  test('is believed only in its own words', () => {
    const look = {
      url: SITE,
      page: '{"html":1,"invalid":[]}',
      alerts: [],
      faults: [],
      file: null,
      away: null,
      isCrashed: false,
    }
    for (const wrong of [look, { ...look, page: '{' }, { ...look, url: 'x' }, null, 7])
      expect(() => parseLook(wrong)).toThrow(ChromiumStopped)
    expect(parseLook({ ...look, page: '{"html":"x","invalid":[]}' }).page?.html).toBe('x')
  })
})

describe('the link to a driver', () => {
  const open = (): { link: DriverLink; say: (text: string) => void; said: () => object[]; socket: Duplex } => {
    const [from, to] = [new PassThrough(), new PassThrough()]
    const socket = Duplex.from({ readable: from, writable: to })
    const link = new DriverLink(socket)
    const lines = (): object[] =>
      String(to.read() ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as object)
    return { link, say: (text) => void from.write(`${text}\n`), said: lines, socket }
  }

  test('hears nothing that is not in its words', async () => {
    const { link, say } = open()
    for (const line of ['', '{', '[]', 'null', '{"type":"done"}', '{"type":"fetch","id":1,"person":1}']) say(line)
    say('{"type":"done","id":7,"value":1}')
    say('{"type":"ready"}')
    await link.ready
    const looked = link.do(1, { do: 'look' })
    say('{"type":"done","id":1,"value":{"url":"x"}}')
    expect(await looked).toEqual({ url: 'x' })
  })

  test('tells a page that hangs from a browser that ended', async () => {
    const { link, say, socket } = open()
    const late = link.do(1, { do: 'look' })
    const gone = link.do(1, { do: 'look' }).catch((error: unknown) => error)
    say('{"type":"failed","id":1,"message":"late"}')
    await expect(late).rejects.toThrow(PageLate)
    socket.destroy()
    expect(await gone).toBeInstanceOf(ChromiumStopped)
    await expect(link.do(1, { do: 'look' })).rejects.toThrow(ChromiumStopped)
  })

  test('refuses requests of people whom nobody answers', async () => {
    const { say, said } = open()
    say(JSON.stringify({ type: 'fetch', id: 3, person: 9, method: 'GET', url: SITE, headers: [], body: '' }))
    await expect.poll(said).toEqual([{ type: 'fetched', id: 3, status: 0, headers: [], body: null }])
  })
})
