import { expect, test } from 'vitest'
import { clientAddress } from '../../../lib/core/client-address'

test.each([
  ['no proxy: the connection counts, whatever the header claims', '203.0.113.9', '1.2.3.4', 0, '203.0.113.9'],
  ['IPv4 in IPv6 form', '::ffff:203.0.113.9', undefined, 0, '203.0.113.9'],
  ['one proxy: the last entry is its word', '10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['two proxies', '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
  ['fewer entries than proxies', '10.0.0.1', '203.0.113.9', 2, '203.0.113.9'],
  ['a proxy that says nothing', '10.0.0.1', undefined, 1, '10.0.0.1'],
])('%s', (_, socket, header, proxies, expected) => {
  expect(clientAddress(socket, header, proxies)).toBe(expected)
})
