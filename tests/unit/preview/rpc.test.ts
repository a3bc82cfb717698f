import { expect, test } from 'vitest'
import { openLink } from '@/lib/app-runtime/tab/rpc'

test('whoever asks the other side once it is gone hears so, as whoever waited then', async () => {
  const { port1 } = new MessageChannel()
  const link = openLink(port1, {})
  const waits = link.call('rows', null)
  link.end(new TypeError('The database was stopped.'))
  await expect(waits).rejects.toThrow('The database was stopped.')
  await expect(link.call('members', null)).rejects.toThrow('The database was stopped.')
  port1.close()
})

test('what goes wrong on the other side is heard by those who wait, and by nobody later', async () => {
  const { port1, port2 } = new MessageChannel()
  openLink(port2, { ping: () => 'here', never: () => new Promise(() => undefined) })
  port2.start()
  const link = openLink(port1, {})
  port1.start()
  const waits = link.call('never', null)
  link.refuse(new TypeError('A timer failed.'))
  await expect(waits).rejects.toThrow('A timer failed.')
  expect(await link.call('ping', null)).toBe('here')
  port1.close()
})
