import { type AddressClass, classifyAddress, holderOf } from '../../../lib/core/addresses'
import { describe, expect, it } from 'vitest'
import { guardedLookup, parseBaseUrl } from '../../../lib/integrations/models/guard-address'

const cases: Record<AddressClass, string[]> = {
  public: [
    '8.8.8.8',
    '93.184.215.14',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '11.0.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '223.255.255.255',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2a00:1450:4001::200e',
  ],
  local: [
    '127.0.0.1',
    '127.255.255.255',
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.0',
    '192.168.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '0.0.0.0',
    '198.18.0.1',
    '::1',
    '::',
    'fc00::1',
    'fdff::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::192.168.0.1',
    '::127.0.0.1',
  ],
  never: [
    '169.254.169.254',
    '169.254.0.1',
    '100.100.100.200',
    '192.0.0.170',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'febf::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
    '2002:808:808::',
    '::ffff:0:10.0.0.1',
    '::ffff:0:8.8.8.8',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2606:4700::5efe:10.0.0.1',
    'fd20:ce::254',
    '168.63.129.16',
    'fd00:ec2::254',
    '64:ff9b:1::1',
    '::ffff:169.254.169.254',
    'fe80::1%eth0',
    '127.1',
    '0x7f.0.0.1',
    'localhost',
    '',
    '1.2.3.4.5',
    '::ffff:999.1.1.1',
  ],
}

describe.each(Object.entries(cases))('%s', (kind, addresses) => {
  it.each(addresses)('%s', (address) => expect(classifyAddress(address)).toBe(kind))
})

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['local', 'local'],
])('%s counts as %s', (address, holder) => expect(holderOf(address)).toBe(holder))

describe('a base URL', () => {
  it('is given back without what does not matter', () => {
    const open = { allowLocal: true }
    expect(parseBaseUrl('  HTTPS://Api.Example.COM/v1///  ', open).href).toBe('https://api.example.com/v1')
    expect(parseBaseUrl('http://127.1:11434/v1', open).href).toBe('http://127.0.0.1:11434/v1')
    expect(() => parseBaseUrl('http://8.8.8.8/v1', open)).toThrow(/https/)
  })
})

describe('the lookup of a connection', () => {
  const ask = (addresses: string[], all: boolean): Promise<unknown> =>
    new Promise((resolve) => {
      const resolveHost = () => Promise.resolve(addresses.map((address) => ({ address, family: 4 })))
      guardedLookup('https:', { allowLocal: false }, resolveHost)('example.com', { all }, (error, found, family) =>
        resolve(error ?? [found, family]),
      )
    })

  it('answers in both forms that Node asks for', async () => {
    expect(await ask(['8.8.8.8', '8.8.4.4'], false)).toEqual(['8.8.8.8', 4])
    expect(await ask(['8.8.8.8', '8.8.4.4'], true)).toEqual([
      [
        { address: '8.8.8.8', family: 4 },
        { address: '8.8.4.4', family: 4 },
      ],
      undefined,
    ])
  })

  it.each([true, false])('answers with the refusal (all: %s)', async (all) => {
    expect(await ask(['8.8.8.8', '10.0.0.1'], all)).toMatchObject({ kind: 'refused-address' })
    expect(await ask([], all)).toMatchObject({ kind: 'refused-address' })
  })
})
