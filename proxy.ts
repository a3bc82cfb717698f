import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/core/env'

/**
 * The content security policy of every page, with a nonce drawn per request: a script that somebody smuggles into a
 * page has none and does not run (CSP level 3, https://www.w3.org/TR/CSP3/#strict-dynamic-usage). Next reads the nonce
 * from the request's own policy and puts it on the scripts it writes. Authorisation is not done here; it lives in the
 * use cases.
 */
const isDev = (): boolean => env().NODE_ENV === 'development'

const policy = (nonce: string): string =>
  [
    `default-src 'self'`,
    // `strict-dynamic`: what our scripts load may run too. React's development build evaluates code for its error
    // messages.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev() ? ` 'unsafe-eval'` : ''}`,
    // The editor, the toasts and style attributes bring styles that cannot carry a nonce.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    // What runs in the frame of a preview cannot carry anything out by going somewhere else.
    `frame-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

export function proxy(request: NextRequest): NextResponse {
  const csp = policy(btoa(crypto.randomUUID()))
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', csp)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', csp)
  return response
}

export const config = {
  // Every address but the API's and the build's own files, so that also a page that says "nothing here" has its policy,
  // whatever the address looks like. A route that this layer touches has its body cut at 10 MB without a word.
  matcher: [{ source: '/((?!api/|api$|_next/|preview/).*)' }],
}
