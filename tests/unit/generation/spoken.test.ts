import { describe, expect, it } from 'vitest'
import { Speech } from '../../../lib/domains/generation/answers/spoken'

const hear = (text: string, size: number): string => {
  const speech = new Speech()
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? []
  return pieces.map((piece) => speech.push(piece)).join('') + speech.end()
}

describe('what a model says to people', () => {
  it.each([
    ['nothing but words', 'Hello.\n\nA <b> and [a list].\n', 'Hello.\n\nA <b> and [a list].\n'],
    ['a thought first', '<think>\nWho asks?\n</think>\n\nHello.\n', '\nHello.\n'],
    ['a thought on one line', '<think>Who asks?</think>\nHello.', 'Hello.'],
    ['a thought and words on one line', '<think>Who asks?</think>Hello.', 'Hello.'],
    ['an empty thought', '<think>\n\n</think>\n\nHello.', '\nHello.'],
    ['a thought that never ends', '<think>\nWho asks?\nAnd why?', ''],
    ['tags at the beginning of lines', '<b>Hello</b>\n[1] one\n', '<b>Hello</b>\n[1] one\n'],
    ['another family', '[THINK]Hm.[/THINK]Hello.', 'Hello.'],
  ])('is heard without what it thinks: %s', (_, text, said) => {
    for (const size of [1, 3, 7, 1_000]) expect(hear(text, size), `in pieces of ${size}`).toBe(said)
  })

  it('is heard at once, not by the line', () => {
    const speech = new Speech()
    expect(speech.push('Hello')).toBe('Hello')
    expect(speech.push(' there')).toBe(' there')
  })
})
