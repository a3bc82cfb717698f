import { describe, expect, test } from 'vitest'
import { mediaTypeOf, refuseFile } from '@/components/generation/prompt/use-attachments'
import { checkAttachments } from '@/lib/domains/generation/check-attachments'
import { MAX_ATTACHED_BYTES, MAX_IMAGE_BYTES, MAX_TEXT_BYTES, TEXT_ENDINGS } from '@/lib/domains/generation/constants'

const file = (name: string, type = '', size = 10) => ({ name, type, size })

describe('a file chosen, dropped or pasted', () => {
  test('is what its ending says, not what the browser guesses', () => {
    expect(mediaTypeOf(file('page.ts', 'video/mp2t'))).toBe('text/plain')
    expect(mediaTypeOf(file('sketch.png', 'image/png'))).toBe('image/png')
    expect(mediaTypeOf(file('logo.svg', 'image/svg+xml'))).toBeNull()
    expect(mediaTypeOf(file('setup.exe', 'application/octet-stream'))).toBeNull()
    expect(mediaTypeOf(file('txt'))).toBeNull()
  })

  test('is refused before it is sent, with the reason', () => {
    expect(refuseFile(file('a.txt', '', MAX_TEXT_BYTES), [])).toBeNull()
    expect(refuseFile(file('a.txt', '', MAX_TEXT_BYTES + 1), [])).toBe('textSize')
    expect(refuseFile(file('a.png', 'image/png', MAX_IMAGE_BYTES + 1), [])).toBe('imageSize')
    expect(refuseFile(file('a.txt', '', 0), [])).toBe('empty')
    expect(refuseFile(file('a.txt'), Array(5).fill(file('b.txt')))).toBe('count')
    expect(refuseFile(file('a.txt'), [file('b.png', '', MAX_ATTACHED_BYTES - 9)])).toBe('allSize')
    expect(refuseFile(file('a.pdf', 'application/pdf'), [])).toBe('type')
  })

  test('passes on the server with every ending the chooser offers', () => {
    const data = Buffer.from('x').toString('base64')
    for (const ending of TEXT_ENDINGS) {
      const name = `a.${ending}`
      expect(checkAttachments([{ name, mediaType: mediaTypeOf(file(name))!, data }])).toHaveLength(1)
    }
  })
})
