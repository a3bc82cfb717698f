import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ResolveHost } from '../../../lib/integrations/models/guard-address'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { ModelError } from '../../../lib/integrations/models/port'
import { createModels } from '../../../lib/integrations/models/create-models'
import { chatRequest, collect, failureOf, portTo, TEST_KEY } from '../../support/model-requests'
import { type ModelServer, startModelServer } from '../../support/model-server'

/*
 * Attacks with a base URL. What is attacked is real: a server on the loopback address that must not get a single
 * request. A name resolves to whatever the test says, as the attacker's name server would.
 */

let inside: Server
let reached: string[]
let port: number
beforeEach(async () => {
  reached = []
  inside = createServer((message, response) => {
    reached.push(`${message.method} ${message.url}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}')
  })
  inside.on('connection', () => reached.push('connection'))
  await new Promise<void>((resolve) => inside.listen(0, resolve))
  port = (inside.address() as AddressInfo).port
})
afterEach(
  () =>
    new Promise((resolve) => {
      inside.closeAllConnections()
      inside.close(resolve)
    }),
)

const strict = { allowLocal: false }
const resolvingTo =
  (...addresses: string[]): ResolveHost =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

/** Makes a port for the base URL and uses it; answers how it failed. */
async function attack(baseUrl: string, resolveHost?: ResolveHost, policy = strict): Promise<ModelError> {
  const options = {
    policy,
    retry: { attempts: 1 },
    timeouts: { firstTokenMs: 2_000 },
    ...(resolveHost && { resolveHost }),
  }
  const call = async (): Promise<unknown> => {
    const target = createOpenAiCompatible({ baseUrl, apiKey: TEST_KEY, provider: 'compatible' }, options)
    const seen = await collect(target.streamText(chatRequest()))
    throw seen.error
  }
  return failureOf(call())
}

describe('a base URL of a person', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '127.0.0.1.',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '１２７.０.０.１',
    '127。0。0。1',
  ])('cannot be this machine, spelled %s', async (host) => {
    expect(await attack(`https://${host}:${port}/v1`)).toMatchObject({ kind: 'refused-address' })
    expect(await attack(`http://${host}:${port}/v1`)).toMatchObject({ kind: 'refused-address' })
    expect(reached).toEqual([])
  })

  it.each([
    '10.0.0.5',
    '172.16.3.4',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[ff02::1]',
    '[fec0::1]',
    '[fd00:ec2::254]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[64:ff9b::10.0.0.1]',
    '[::ffff:169.254.169.254]',
  ])('cannot be in a private or special network: %s', async (host) => {
    expect(await attack(`https://${host}/v1`)).toMatchObject({ kind: 'refused-address' })
  })

  it.each([
    ['http://example.com/v1', 'https'],
    ['ftp://example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['example.com/v1', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://user:secret@example.com/v1', 'user name'],
    ['https://example.com/v1?key=abc', '?'],
    ['https://example.com/v1#x', '#'],
    ['https://', 'https'],
    ['https://[fe80::1%25eth0]/v1', 'https'],
  ])('must be a plain https address: %s', async (baseUrl, complaint) => {
    const failure = await attack(baseUrl, resolvingTo('93.184.215.14'))
    expect(failure.kind).toBe('refused-address')
    expect(failure.message).toContain(complaint)
    expect(failure.message).not.toMatch(/secret|abc/)
  })

  it.each([
    ['a private address', ['10.1.2.3']],
    ['this machine', ['127.0.0.1']],
    ['this machine over IPv6', ['::1']],
    ['the metadata service', ['169.254.169.254']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['one bad address among good ones', ['93.184.215.14', '127.0.0.1']],
    ['an address with a zone', ['fe80::1%eth0']],
    ['nothing', []],
  ])('cannot have a name that leads to %s', async (_, addresses) => {
    expect(await attack(`https://models.attacker.example:${port}/v1`, resolvingTo(...addresses))).toMatchObject({
      kind: 'refused-address',
    })
    expect(reached).toEqual([])
  })

  it('cannot be rebound: the address that was judged is the one that is connected to', async () => {
    let asked = 0
    // Allowed the first time, the metadata service ever after: a check of its own before the connection would fall for
    // it.
    const rebinding: ResolveHost = () => {
      asked++
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
    }
    const server = await startModelServer(() => ({ text: 'Hi.' }))
    const url = server.url.replace('127.0.0.1', 'rebind.example')
    const target = portTo({ url }, { resolveHost: rebinding, retry: { attempts: 1 } })
    expect(await collect(target.streamText(chatRequest()))).toMatchObject({ text: 'Hi.' })
    expect(asked).toBe(1)
    // The connection that was judged is used again; a new one is judged anew.
    await server.stop()
    expect((await collect(target.streamText(chatRequest()))).error).toMatchObject({
      kind: expect.stringMatching(/refused-address|unreachable/),
    })
    expect(server.requests).toHaveLength(1)
  })

  it('is judged again for every new connection', async () => {
    const answers = ['127.0.0.1', '169.254.169.254']
    const server = await startModelServer(() => ({ fault: { kind: 'hang-up' } }))
    const target = portTo(
      { url: server.url.replace('127.0.0.1', 'rebind.example') },
      { resolveHost: () => Promise.resolve([{ address: answers.shift()!, family: 4 }]), retry: { attempts: 3 } },
    )
    expect((await collect(target.streamText(chatRequest()))).error).toMatchObject({ kind: 'refused-address' })
    expect(answers).toEqual([])
    await server.stop()
  })

  it('is told at once, when it is typed, what is wrong with it', async () => {
    const of = (resolveHost: ResolveHost): ReturnType<typeof createModels> =>
      createModels({ ALLOW_LOCAL_MODELS: false, OLLAMA_CONTEXT_LENGTH: 32_768 }, { resolveHost })
    await expect(of(resolvingTo('93.184.215.14')).checkBaseUrl(' https://Models.Example.com/v1/ ')).resolves.toBe(
      'https://models.example.com/v1',
    )
    expect(await failureOf(of(resolvingTo('192.168.0.7')).checkBaseUrl('https://models.example.com/v1'))).toMatchObject(
      {
        kind: 'refused-address',
      },
    )
    const nobody = of(() => Promise.reject(new Error('ENOTFOUND')))
    expect(await failureOf(nobody.checkBaseUrl('https://nobody.example/v1'))).toMatchObject({ kind: 'unreachable' })
  })
})

describe('where local models are allowed', () => {
  const local = { allowLocal: true }

  it.each(['127.0.0.1', '[::1]', 'localhost'])('a server on this machine is used: %s', async (host) => {
    const failure = await attack(`http://${host}:${port}/v1`, undefined, local)
    expect(failure.kind).not.toBe('refused-address')
    expect(reached).toContain('POST /v1/chat/completions')
  })

  it.each([
    'http://169.254.169.254/v1',
    'http://[fd00:ec2::254]/v1',
    'http://100.100.100.200/v1',
    'http://224.0.0.1/v1',
    'http://[fe80::1]/v1',
  ])('what is never a model server stays forbidden: %s', async (baseUrl) =>
    expect(await attack(baseUrl, undefined, local)).toMatchObject({ kind: 'refused-address' }),
  )

  it('a key does not go over the internet without encryption', async () => {
    const failure = await attack('http://models.example.com/v1', resolvingTo('93.184.215.14'), local)
    expect(failure).toMatchObject({ kind: 'refused-address', message: expect.stringContaining('https://') })
  })
})

describe('a server that is allowed', () => {
  let server: ModelServer
  afterEach(() => server.stop())

  it.each([301, 302, 303, 307, 308])('cannot send on to another one with %i', async (status) => {
    server = await startModelServer(() => ({
      fault: { kind: 'status', status, headers: { location: `http://127.0.0.1:${port}/stolen` } },
    }))
    const target = portTo(server)
    const { signal } = new AbortController()
    expect((await collect(target.streamText(chatRequest()))).error).toMatchObject({ kind: 'refused-address' })
    expect(await failureOf(target.listModels())).toMatchObject({ kind: 'refused-address' })
    expect(await failureOf(target.embed({ model: 'e', texts: ['a'], signal }))).toMatchObject({
      kind: 'refused-address',
    })
    expect(reached).toEqual([])
  })

  it('is told apart from one that does not speak https', async () => {
    server = await startModelServer(() => ({ text: 'x' }))
    const target = portTo({ url: server.url.replace('http:', 'https:') })
    expect((await collect(target.streamText(chatRequest()))).error).toMatchObject({ kind: 'unreachable' })
    expect(server.requests).toEqual([])
  })
})
