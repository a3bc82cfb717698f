import { describe, expect, it } from 'vitest'
import { createTextScrubber, scrubKey } from '../../../lib/integrations/models/failures/scrub-key'

const KEY = 'sk-abc+def/1234567890=="x'

describe('a key in a text', () => {
  it.each([
    ['whole', `Wrong key ${KEY}!`, 'Wrong key [key]!'],
    ['twice', `${KEY} ${KEY}`, '[key] [key]'],
    ['its beginning', `Key ${KEY.slice(0, 10)}*** is wrong`, 'Key [key]*** is wrong'],
    ['its end', `…${KEY.slice(-9)}`, '…[key]'],
    ['in a URL', `?key=${encodeURIComponent(KEY)}&x=1`, '?key=[key]&x=1'],
    ['in JSON', JSON.stringify({ k: KEY }), '{"k":"[key]"}'],
    ['in base64', Buffer.from(KEY).toString('base64'), '[key]'],
    ['a few letters, which tell nothing', 'sk-abc', 'sk-abc'],
    ['none', 'All is well.', 'All is well.'],
    ['nothing at all', '', ''],
  ])('is masked: %s', (_, text, expected) => expect(scrubKey(text, KEY)).toBe(expected))

  it('does no harm where there is no key, or a short one', () => {
    expect(scrubKey('text', null)).toBe('text')
    expect(scrubKey('the abc key', 'abc')).toBe('the [key] key')
  })
})

describe('a key in a stream', () => {
  const run = (pieces: string[], key: string | null = KEY): string => {
    const scrubber = createTextScrubber(key)
    return pieces.map((piece) => scrubber.push(piece)).join('') + scrubber.end()
  }

  it('is masked however it is parted', () => {
    const text = `a ${KEY} b ${KEY}${KEY} c`
    for (let size = 1; size <= text.length; size++) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      )
      expect(run(pieces)).toBe('a [key] b [key][key] c')
    }
  })

  it('leaves every other text as it is, also one that begins like the key', () => {
    expect(run(['sk-', 'abc', '+def no', ' sk-ab'])).toBe('sk-abc+def no sk-ab')
    expect(run(['a', 'b'], null)).toBe('ab')
  })

  it('holds back no more than what could become the key', () => {
    const scrubber = createTextScrubber(KEY)
    expect(scrubber.push('Hello sk-a')).toBe('Hello ')
    expect(scrubber.push('x')).toBe('sk-ax')
  })
})
