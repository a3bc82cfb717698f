import { describe, expect, it } from 'vitest'
import { BodyTooLarge, readBytes } from '@/lib/supabase-local/read-bytes'

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request('http://supabase.local', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

describe('bodies', () => {
  it('are read whole when they are no longer than they may be', async () => {
    expect([...(await readBytes(post(new Uint8Array([1, 2, 3])), 3))]).toEqual([1, 2, 3])
    expect(await readBytes(new Request('http://supabase.local'), 3)).toHaveLength(0)
  })

  it('that are announced as longer are not begun', async () => {
    await expect(readBytes(post('x', { 'content-length': '4' }), 3)).rejects.toThrow(BodyTooLarge)
  })

  it('that never end are given up when they are too long', async () => {
    let sent = 0
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent++
        controller.enqueue(new Uint8Array(1000))
      },
      cancel: () => {
        isCancelled = true
      },
    })
    await expect(readBytes(post(endless), 10_000)).rejects.toThrow(BodyTooLarge)
    expect(isCancelled).toBe(true)
    expect(sent).toBeLessThan(20)
  })

  it('are read where a browser gives no stream of them', async () => {
    const request = post('hello')
    Object.defineProperty(request, 'body', { value: undefined })
    expect(new TextDecoder().decode(await readBytes(request, 5))).toBe('hello')
    const long = post('hello!')
    Object.defineProperty(long, 'body', { value: undefined })
    await expect(readBytes(long, 5)).rejects.toThrow(BodyTooLarge)
  })
})
