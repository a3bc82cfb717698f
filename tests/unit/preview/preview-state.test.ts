import { expect, test } from 'vitest'
import { messageIn } from '@/components/preview/error-places'
import { EMPTY, pathOf, type PreviewEvent, reducePreview } from '@/components/preview/preview-state'

const after = (...events: PreviewEvent[]) => events.reduce(reducePreview, EMPTY)
const place = { person: '1', canGoBack: false, canGoForward: false, isLoading: false, account: null }

test('an error remembers the page that somebody was at, and goes when other code is there', () => {
  const printed = { level: 'error' as const, text: 'Error: no', from: 'page' as const, person: '1' }
  const events: PreviewEvent[] = [
    { type: 'person', id: '1' },
    { type: 'place', value: { ...place, url: 'http://localhost:3000/a?b=1#c' } },
    { type: 'printed', value: printed },
  ]
  expect(after(...events).printed).toMatchObject([{ path: '/a?b=1#c', number: 1 }])
  expect(after(...events, { type: 'swapped' }).printed).toEqual([])
})

test('what got stuck is told once, until it answers or everything begins anew', () => {
  const stuck: PreviewEvent = { type: 'stuck', value: { what: 'server' } }
  const other: PreviewEvent = { type: 'notice', notice: 'otherTab' }
  expect(after(stuck, other, stuck).notices).toEqual(['server', 'otherTab'])
  expect(after(stuck, other, { type: 'dismissed', notice: 'server' }).notices).toEqual(['otherTab'])
  expect(after(stuck, other, { type: 'begun' }).notices).toEqual(['otherTab'])
})

test('an address that an application made up is shown as some address', () => {
  expect(pathOf('no address')).toBe('/')
  expect(pathOf(undefined)).toBe('/')
})

test.each([
  ['[vinext] Server render error: TypeError: x\n    at Page (app-rsc.js:1:2)', 'TypeError: x'],
  ['Error: first\nsecond\n    at f (app-client.js:1:2)', 'Error: first\nsecond'],
  ['TypeError: x is undefined\nf@app-client.js:1:2', 'TypeError: x is undefined'],
  ['only words', 'only words'],
])('of %j the message is told', (text, message) => {
  expect(messageIn(text)).toBe(message)
})
