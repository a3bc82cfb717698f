import { PassThrough, duplexPair } from 'node:stream'
import { expect, test } from 'vitest'
import { AppFailed, AppStopped, Link } from '@/lib/app-runtime/server/link'

/** Both ends of a socket: what an application says, and who listens to it. */
function open(fetch: (request: Request) => Promise<Response> = () => Promise.resolve(new Response('fine'))) {
  const [ours, theirs] = duplexPair()
  const link = new Link(ours, fetch)
  link.ready.catch(() => undefined)
  const heard = theirs.pipe(new PassThrough()).setEncoding('utf8')
  const say = (...lines: (string | object)[]): void => {
    for (const line of lines) theirs.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
  }
  return { link, theirs, heard, say }
}
const ask = (link: Link): Promise<Response> => link.ask(new Request('http://localhost/'), new Headers(), 1)

test.each([
  ['a status that there is not', { status: 99_999, headers: [] }],
  ['an informational status', { status: 101, headers: [] }],
  ['a name of a header that there is not', { status: 200, headers: [['a\nb', 'c']] }],
  ['headers of another shape', { status: 200, headers: 7 }],
  ['a body of another shape', { status: 200, headers: [], body: {} }],
])('an answer with %s is refused at once', async (_, said) => {
  const { link, say } = open()
  const answer = ask(link)
  await new Promise(setImmediate)
  say({ type: 'response', id: 1, body: null, ...said })
  await expect(answer).rejects.toBeInstanceOf(AppFailed)
})

test('garbage, foreign ids and prototypes change nothing', async () => {
  const { link, say } = open()
  const answer = ask(link)
  await new Promise(setImmediate)
  say('', '{', 'null', '7', '[]', '{"__proto__":{"polluted":1}}', '{"type":"response","id":"__proto__"}')
  say({ type: 'response', id: 2, status: 200, headers: [], body: null }, { type: 'nonsense', id: 99 })
  say(
    { type: 'printed', level: '__proto__', text: { toString: 1 } },
    { type: 'printed', level: 'no', text: 'x'.repeat(20_000), person: 'everybody' },
  )
  say({ type: 'response', id: 1, status: 200, headers: [], body: Buffer.from('mine').toString('base64') })
  expect(await (await answer).text()).toBe('mine')
  expect(link.printed).toEqual([{ level: 'log', text: 'x'.repeat(10_000), person: null }])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a line without end is not read to its end', async () => {
  const { link, theirs } = open()
  let isEnded = false
  const answer = ask(link)
  answer.catch(() => (isEnded = true))
  const chunk = 'x'.repeat(64 * 1024)
  let sent = 0
  for (; !isEnded && sent < 64 * 1024 * 1024; sent += chunk.length) {
    theirs.write(chunk)
    await new Promise(setImmediate)
  }
  expect(sent).toBeLessThan(20 * 1024 * 1024)
  await expect(answer).rejects.toBeInstanceOf(AppStopped)
})

test('of ten thousand fetches only some are under way at once, and all are answered', async () => {
  let underWay = 0
  let most = 0
  const { heard, say } = open(async () => {
    most = Math.max(most, ++underWay)
    await new Promise(setImmediate)
    underWay--
    return new Response('fine')
  })
  for (let id = 0; id < 10_000; id++)
    say({
      type: 'fetch',
      id,
      method: 'GET',
      url: 'http://supabase.local/',
      headers: [['x', 'y'.repeat(1_000)]],
      body: null,
    })
  let answers = 0
  for await (const text of heard as AsyncIterable<string>)
    if ((answers += text.split('"fetched"').length - 1) >= 10_000) break
  expect(answers).toBe(10_000)
  expect(most).toBeLessThan(500)
})
