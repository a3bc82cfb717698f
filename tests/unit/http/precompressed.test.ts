import { describe, expect, it } from 'vitest'
import { preferPrecompressed } from '@/lib/http/precompressed'

const files = new Set(['/_next/static/chunks/a.js', '/_next/static/b.css'])
/** Where a request is led to, and what its answer will say. */
function led(url: string, accepted?: string): [url: string, headers: Record<string, unknown>] {
  const request = { url, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }
  const headers: Record<string, unknown> = {}
  const setHeader = (name: string, value: unknown) => ((headers[name] = value), undefined as never)
  preferPrecompressed(request, { setHeader }, files)
  return [request.url, headers]
}
const brotli = (type: string) => ({ 'Content-Type': type, 'Content-Encoding': 'br', Vary: 'Accept-Encoding' })

describe('what the build has compressed', () => {
  it.each([
    ['a browser', '/_next/static/chunks/a.js?v=1', 'gzip, deflate, br, zstd', '/_next/static/chunks/a.js.br?v=1'],
    ['who takes everything', '/_next/static/chunks/a.js', '*', '/_next/static/chunks/a.js.br'],
  ])('goes to %s', (_, url, accepted, expected) => {
    expect(led(url, accepted)).toEqual([expected, brotli('application/javascript; charset=UTF-8')])
  })
  it('goes as what it is', () => {
    expect(led('/_next/static/b.css', 'br')[1]).toEqual(brotli('text/css; charset=UTF-8'))
  })
  it.each([
    ['whoever does not say that they take it', '/_next/static/b.css', undefined],
    ['whoever takes another', '/_next/static/b.css', 'gzip'],
    ['whoever refuses it', '/_next/static/b.css', 'gzip, br;q=0'],
    ['a file that has no such copy', '/_next/static/c.css', 'br'],
    ['a path that only begins like one', '/_next/static/b.css/x', 'br'],
    ['the copy itself', '/_next/static/b.css.br', 'br'],
  ])('does not go to %s', (_, url, accepted) => {
    expect(led(url, accepted)).toEqual([url, {}])
  })
})
