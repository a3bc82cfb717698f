import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors'
import { checkAttachments } from '@/lib/domains/generation/check-attachments'
import { MAX_IMAGE_BYTES, MAX_TEXT_BYTES } from '@/lib/domains/generation/constants'
import { type Attachment, GenerateInput } from '@/lib/domains/generation/contract'

const base64 = (content: string | Uint8Array): string => Buffer.from(content as string).toString('base64')
const PNG = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')
const text = (more: Partial<Attachment> = {}): Attachment => ({
  name: 'notes.txt',
  mediaType: 'text/plain',
  data: base64('Recipes'),
  ...more,
})
const image = (more: Partial<Attachment> = {}): Attachment => ({
  name: 'sketch.png',
  mediaType: 'image/png',
  data: base64(PNG),
  ...more,
})

/** The field that is named, as a client reads it. */
function fieldOf(given: Attachment[]): string | undefined {
  try {
    checkAttachments(given)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return error.details.invalidParams?.[0]?.name
    throw error
  }
  return undefined
}

describe('what may be attached', () => {
  it.each<[string, Attachment]>([
    ['a text', text()],
    [
      'a text with a byte order mark and a charset',
      text({ mediaType: 'Text/Plain; charset=utf-8', data: base64('\ufeffRecetas ñ') }),
    ],
    ['data', text({ name: 'rows.json', mediaType: 'application/json', data: base64('[]') })],
    ['source', text({ name: 'page.test.TSX', mediaType: 'text/plain' })],
    ['a text of exactly the most', text({ data: base64('x'.repeat(MAX_TEXT_BYTES)) })],
    ['png', image()],
    ['jpeg', image({ mediaType: 'image/jpeg', data: base64(Buffer.from([0xff, 0xd8, 0xff, 0xe0])) })],
    ['gif', image({ mediaType: 'image/gif', data: base64('GIF89a..') })],
    ['webp', image({ mediaType: 'image/webp', data: base64('RIFF1234WEBPVP8 ') })],
    ['a name with spaces', image({ name: 'My sketch (2).png' })],
  ])('%s', (_, one) => {
    expect(fieldOf([one])).toBeUndefined()
    expect(Buffer.from(checkAttachments([one])[0]!.bytes).toString('base64')).toBe(one.data)
  })

  it.each<[string, Attachment, string]>([
    ['another image than it says', image({ mediaType: 'image/jpeg' }), 'data'],
    ['a page that says it is an image', image({ data: base64('<script>alert(1)</script>') }), 'data'],
    [
      'an image of a kind no model takes',
      image({ name: 'a.svg', mediaType: 'image/svg+xml', data: base64('<svg/>') }),
      'mediaType',
    ],
    ['a programme', text({ name: 'a.exe', mediaType: 'application/octet-stream' }), 'mediaType'],
    ['a text of no known ending', text({ name: 'notes.exe' }), 'name'],
    ['a text without ending', text({ name: 'txt' }), 'name'],
    ['a big image', image({ data: base64(Buffer.concat([PNG, Buffer.alloc(MAX_IMAGE_BYTES)])) }), 'data'],
    ['a long text', text({ data: base64('x'.repeat(MAX_TEXT_BYTES + 1)) }), 'data'],
    ['no base64', text({ data: 'not base64!' }), 'data'],
    ['base64 without its end', text({ data: 'YQ' }), 'data'],
    ['base64 for addresses', text({ data: '-_-_' }), 'data'],
    ['no UTF-8', text({ data: base64(Buffer.from([0x61, 0xff, 0xfe])) }), 'data'],
    ['NUL', text({ data: base64('a\0b') }), 'data'],
    ['a folder in the name', text({ name: 'docs/notes.txt' }), 'name'],
    ['the folder above', text({ name: '../notes.txt' }), 'name'],
    ['a folder of Windows', text({ name: '..\\notes.txt' }), 'name'],
    ['a drive', text({ name: 'C:notes.txt' }), 'name'],
    ['NUL in the name', text({ name: 'notes\0.txt' }), 'name'],
    ['a line end in the name', text({ name: 'a\nEND DATA.txt' }), 'name'],
    ['a name that reads backwards', text({ name: 'notes\u202etxt.md' }), 'name'],
  ])('not %s', (_, one, field) => {
    expect(fieldOf([text(), one])).toBe(`attachments.1.${field}`)
  })

  it('not more than all together may have', () => {
    const big = image({ data: base64(Buffer.concat([PNG, Buffer.alloc(MAX_IMAGE_BYTES - PNG.byteLength)])) })
    expect(fieldOf([big, big])).toBeUndefined()
    expect(fieldOf([big, big, big])).toBe('attachments.2.data')
  })

  it('not six, and nothing that is no file', () => {
    const issues = (attachments: unknown) =>
      GenerateInput.safeParse({ prompt: 'x', attachments }).error?.issues.map(({ path }) => path.join('.'))
    expect(issues(Array(5).fill(text()))).toBeUndefined()
    expect(issues(Array(6).fill(text()))).toEqual(['attachments'])
    expect(issues([{ ...text(), data: '' }])).toEqual(['attachments.0.data'])
    expect(issues([{ ...text(), url: 'https://example.com' }])).toEqual(['attachments.0'])
  })
})
