import type { ProjectFile } from '../../agents/agent'
import { code, quote } from '../code'
import type { Texts } from './texts'

/**
 * `lib/supabase/unavailable.ts`: what an address of the app answers while its Supabase is not set, or does not answer.
 * A page of its own and not one of the app's, whose frame would ask Supabase who is there.
 */
const unavailable = (texts: Texts, locale: 'en' | 'es'): string => code`
  import { type NextRequest, NextResponse } from 'next/server'
  import type { SupabaseConfig } from '@/lib/supabase/config'

  /** Supabase must say something within this time; a refused connection is told at once. */
  const PATIENCE_MS = 2500
  /** For how long an answer counts, so that not every page asks. */
  const BELIEVED_MS = 5000

  let answeredAt = 0
  let asking: Promise<boolean> | null = null

  async function ask({ url, key }: SupabaseConfig): Promise<boolean> {
    try {
      const address = url.replace(/\/+$/, '') + '/auth/v1/health'
      const { status } = await fetch(address, {
        headers: { apikey: key },
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      if (status >= 500) return false
      answeredAt = Date.now()
      return true
    } catch {
      return false
    }
  }

  /** Whether Supabase answers. */
  export function isReachable(config: SupabaseConfig): Promise<boolean> {
    if (Date.now() - answeredAt < BELIEVED_MS) return Promise.resolve(true)
    asking ??= ask(config).finally(() => {
      asking = null
    })
    return asking
  }

  const escapeHtml = (text: string): string =>
    text.replace(/[&<>"]/g, (sign) => '&#' + String(sign.charCodeAt(0)) + ';')

  const STYLE =
    'body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;box-sizing:border-box;' +
    'font:16px/1.6 system-ui,sans-serif;background:#fafafa;color:#1c1c1c}main{max-width:36rem}' +
    'h1{font-size:1.5rem;line-height:1.25;margin:0 0 12px}li{margin:8px 0}ol{padding-left:1.25rem}' +
    'code{font:0.9em ui-monospace,monospace;background:#ececec;padding:2px 5px;border-radius:4px;overflow-wrap:anywhere}' +
    '@media(prefers-color-scheme:dark){body{background:#161616;color:#ededed}code{background:#2c2c2c}}'

  /** What to do, as HTML: for whoever runs the app, or, while visitors use it, that it comes back. */
  function stepsFor(config: SupabaseConfig | null): string {
    const host = config === null ? '' : escapeHtml(config.url)
    if (config === null) {
      return '<ol><li>' + ${quote(texts.setUpLocal)} + '</li><li>' + ${quote(texts.setUpOwn)} + '</li></ol>'
    }
    if (process.env.NODE_ENV === 'production') return '<p>' + ${quote(texts.comesBack)} + '</p>'
    return (
      '<p>' + ${quote(texts.noAnswerFrom)} + ' <code>' + host + '</code>.</p>' +
      '<ol><li>' + ${quote(texts.startLocal)} + '</li><li>' + ${quote(texts.lookAtOwn)} + '</li></ol>'
    )
  }

  function page(config: SupabaseConfig | null): NextResponse {
    const title = config === null ? ${quote(texts.notSet)} : ${quote(texts.noAnswer)}
    const html = [
      '<!doctype html><html lang="${locale}"><head><meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width,initial-scale=1">',
      // It looks again by itself; a setting needs a start anyway.
      config === null ? '' : '<meta http-equiv="refresh" content="5">',
      '<title>' + title + '</title><style>' + STYLE + '</style></head>',
      '<body><main><h1>' + title + '</h1>' + stepsFor(config) + '</main></body></html>',
    ].join('')
    return new NextResponse(html, {
      status: 503,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' },
    })
  }

  /** The answer to a request that cannot be served: a page for people, RFC 9457 for programs. */
  export function unavailable(request: NextRequest, config: SupabaseConfig | null): NextResponse {
    const { headers, nextUrl } = request
    const isForPeople = (headers.get('accept') ?? '').includes('text/html') || headers.has('rsc')
    if (isForPeople && !nextUrl.pathname.startsWith('/api/')) return page(config)
    const body = {
      type: 'about:blank',
      title: 'Not available',
      status: 503,
      detail: config === null ? ${quote(texts.notConfigured)} : ${quote(texts.unreachable)},
    }
    return NextResponse.json(body, {
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '5' },
    })
  }
`

export const unavailableFile = (texts: Texts, locale: 'en' | 'es'): ProjectFile => ({
  path: 'lib/supabase/unavailable.ts',
  content: unavailable(texts, locale) + '\n',
})
