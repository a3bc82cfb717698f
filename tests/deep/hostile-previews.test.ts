import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sandboxProblem } from '@/lib/domains/evidence/compile/sandbox'
import type { CheckResult } from '@/lib/domains/evidence/contract'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { previewRuntime } from '../support/preview'
import { processes } from '../support/processes'
import { sharedHome } from '../support/shared-home'

/** What a project cannot do while its pages are opened, and that nothing of it is left afterwards. */

const MARK = `devora-hostile-${process.pid}`
// Of this run alone: other tests have sandboxes too.
const own = mkdtempSync(join(tmpdir(), 'hostile-previews-'))
process.env.TMPDIR = own
const WALL_MS = 12_000

const MINIMAL = {
  'package.json': '{ "name": "x", "dependencies": { "next": "16.4.6", "react": "19.3.1", "react-dom": "19.3.1" } }',
  'supabase/migrations/20260101000000_start.sql': 'create table public.notes (id uuid primary key);',
  'app/layout.tsx': `export default function Layout({ children }: { children: React.ReactNode }) {
    return <html lang="en"><body>{children}</body></html>
  }`,
  'app/page.tsx': 'export default function Page() { return <p>fine</p> }',
}
const page = (body: string, before = ''): Record<string, string> => ({
  'app/page.tsx': `${before}\nexport const dynamic = 'force-dynamic'
    export default async function Page() { ${body}; return <p>fine</p> }`,
})

let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(async () => {
  await cluster?.close()
  rmSync(own, { recursive: true, force: true })
})

const taken: string[] = []
const scratch = (): Promise<ScratchCluster> =>
  Promise.resolve({
    ...cluster,
    async take() {
      const database = await cluster.take()
      taken.push(database.urlAs('anon'))
      return database
    },
  })

type Seen = { result: CheckResult; blockedMs: number }

/** Ours does nothing but wait; other tests have the same two cores. */
const MOST_BLOCKED_MS = 1_500

/** The check `preview` alone, and how long the event loop of who asks for it stood still meanwhile. */
async function check(changes: Record<string, string | Uint8Array>, wallMs = WALL_MS): Promise<Seen> {
  const files = new Map(
    Object.entries({ ...MINIMAL, ...changes }).map(([path, text]) => [
      path,
      typeof text === 'string' ? new TextEncoder().encode(text) : text,
    ]),
  )
  let blockedMs = 0
  let last = performance.now()
  const tick = setInterval(() => {
    const now = performance.now()
    blockedMs = Math.max(blockedMs, now - last - 10)
    last = now
  }, 10)
  const options = { only: ['preview'] as const, scratch, previewRuntime, wallMs }
  const report = await verifyProject(files, options)
  clearInterval(tick)
  const result = report.checks.find((one) => one.check === 'preview')!
  return { result, blockedMs }
}

/** What of a project still runs. */
const left = (): string[] => processes().filter((line) => line.includes(MARK) || line.includes(own))

const folders = (): string[] => readdirSync(own).filter((name) => /^devora-(?:sandbox-|routes-)/.test(name))
/** Every scratch database that was taken can no longer be entered. */
async function isThere(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

const isPossible = (await sandboxProblem()) === null

/** A message that the application itself would never send. */
const forged = (...messages: object[]): string => `
  const { Socket } = globalThis.process.getBuiltinModule('net')
  const out = globalThis.process.getBuiltinModule('fs')
  for (const line of ${JSON.stringify(messages.map((one) => JSON.stringify(one)))}) out.writeSync(3, line + '\\n')`

type Case = {
  name: string
  files: Record<string, string | Uint8Array>
  /** `ran`: passed or failed, whatever it says; the point is that it ends. */
  status: 'passed' | 'failed' | 'unavailable' | 'ran'
  says?: RegExp
}

const running: Case[] = [
  { name: 'loops when it is imported', files: page('', 'for (;;) {}'), status: 'unavailable', says: /in time/ },
  { name: 'loops in a page', files: page('for (;;) {}'), status: 'unavailable', says: /in time/ },
  {
    name: 'loops in its proxy',
    files: { 'proxy.ts': 'export function proxy() { for (;;) {} }' },
    status: 'unavailable',
    says: /in time/,
  },
  {
    name: 'sleeps for a minute',
    files: page('await new Promise((resolve) => setTimeout(resolve, 60_000))'),
    status: 'unavailable',
    says: /in time/,
  },
  { name: 'ends its process', files: page('process.exit(0)'), status: 'failed', says: /stops the whole application/ },
  {
    name: 'kills whatever it can',
    files: page('for (const id of [-1, 1, process.ppid]) { try { process.kill(id, "SIGKILL") } catch {} }'),
    status: 'ran',
  },
  {
    name: 'ends its process when it is imported',
    files: page('', 'process.exit(0)'),
    status: 'failed',
    says: /stops the whole application/,
  },
  {
    name: 'takes memory without end',
    files: page('const kept = []; for (;;) kept.push(Buffer.alloc(10_000_000, 1))'),
    status: 'unavailable',
    says: /memory/,
  },
  {
    name: 'starts processes without end',
    files: page(`const { spawn } = process.getBuiltinModule('child_process')
      for (let at = 0; at < 2000; at++)
        spawn('/bin/sh', ['-c', 'sleep 300 # ${MARK}'], { detached: true, stdio: 'ignore' }).on('error', () => {})`),
    status: 'ran',
  },
  {
    name: 'forges answers and statuses that there are not',
    files: page(
      forged(
        { type: 'response', id: 1, status: 99_999, headers: [], body: null },
        { type: 'response', id: '__proto__', status: 200, headers: [['a\nb', 'c']], body: 7 },
        { type: 'printed', level: '__proto__', text: { a: 1 } },
        { type: 'fetch', id: {}, method: 'CONNECT', url: 'x:', headers: 7, body: null },
        { __proto__: { polluted: true }, constructor: { prototype: { polluted: true } } },
      ),
    ),
    status: 'failed',
  },
  {
    name: 'says garbage without end',
    files: page(`const { writeSync } = process.getBuiltinModule('fs')
      const garbage = Buffer.alloc(1_000_000, 0x7b)
      for (;;) try { writeSync(3, garbage) } catch (error) { if (error.code !== 'EAGAIN') throw error }`),
    status: 'failed',
    says: /more than anybody reads/,
  },
  {
    name: 'prints without end',
    files: page('for (let at = 0; at < 100_000; at++) console.log("x".repeat(20_000))'),
    status: 'ran',
  },
  {
    name: 'fetches ten thousand times at once',
    files: page(`await Promise.all(Array.from({ length: 10_000 }, () =>
        fetch('http://supabase.local/rest/v1/notes').catch(() => null)))`),
    status: 'ran',
  },
  {
    name: 'fetches with a huge body, and asks other hosts',
    files: page(`await fetch('http://supabase.local/rest/v1/notes', { method: 'POST', body: 'x'.repeat(30_000_000) })
        .catch(() => null)
      await fetch('http://169.254.169.254/').catch(() => null)`),
    status: 'ran',
  },
  {
    name: 'answers with a stream that never ends',
    files: {
      'app/api/route.ts': `export const GET = () => new Response(new ReadableStream({ pull(to) {
        to.enqueue(new Uint8Array(1_000_000)) } }))`,
      ...page(`await (await import('./api/route')).GET().arrayBuffer()`),
    },
    status: 'ran',
  },
  {
    name: 'rejects without end',
    files: page('for (let at = 0; at < 100_000; at++) void Promise.reject(new Error("no"))'),
    status: 'ran',
  },
  {
    name: 'has a NUL and half a character in its error',
    files: page('throw new Error("a\\u0000b\\ud800c")'),
    status: 'failed',
    says: /a bc|a b.c/,
  },
  {
    name: 'reads what is not its own',
    files: page(`const fs = process.getBuiltinModule('fs')
      const paths = ['/etc/shadow', '/proc/1/environ', '${process.cwd()}/package.json', '${process.cwd()}', '${own}']
      for (const path of paths)
        try { fs.readdirSync(path); throw new Error('LEAK ' + path) } catch (error) {
          if (/LEAK/.test(error.message)) throw error
          try { fs.readFileSync(path); throw new Error('LEAK ' + path) } catch (inner) {
            if (/LEAK/.test(inner.message)) throw inner } }
      try { fs.writeFileSync('node_modules/.cache/devora-preview/x', ''); throw new Error('LEAK cache') }
      catch (error) { if (/LEAK/.test(error.message)) throw error }`),
    status: 'passed',
  },
]

const rpc = (name: string): Record<string, string> =>
  page(`await fetch('http://supabase.local/rest/v1/rpc/${name}', {
    method: 'POST', body: '{}', headers: { apikey: process.env.SUPABASE_SERVICE_ROLE_KEY!,
      authorization: 'Bearer ' + process.env.SUPABASE_SERVICE_ROLE_KEY, 'content-type': 'application/json' },
  }).then((answer) => answer.text()).catch(() => null)`)
const fn = (name: string, body: string): Record<string, string> => ({
  'supabase/migrations/20260101000001_fn.sql': `create function public.${name}() returns text language plpgsql
    set statement_timeout = 0 as $$ begin perform set_config('statement_timeout', '0', false); ${body} end $$;
    grant execute on function public.${name}() to anon, authenticated, service_role;`,
  ...rpc(name),
})
const inDatabase: Case[] = [
  { name: 'sleeps in SQL', files: fn('nap', 'perform pg_sleep(600); return 1;'), status: 'ran' },
  { name: 'loops in SQL', files: fn('spin', 'loop end loop;'), status: 'ran' },
  { name: 'answers a gigabyte', files: fn('big', `return repeat('x', 900000000);`), status: 'ran' },
  {
    name: 'loops in the trigger of a sign-up',
    files: {
      'supabase/migrations/20260101000001_fn.sql': `create function public.spin() returns trigger language plpgsql
        security definer set search_path = '' as $$ begin loop end loop; end $$;
        create trigger spin before insert on auth.users for each row execute function public.spin();`,
    },
    status: 'ran',
  },
]

const bundling: Case[] = [
  {
    name: 'a hundred thousand brackets beside a directive',
    files: { 'app/page.tsx': `'use client'\nexport default () => ${'('.repeat(100_000)}1${')'.repeat(100_000)}` },
    status: 'failed',
    says: /nested too deeply/,
  },
  {
    name: 'stylesheets that import each other',
    files: { 'app/globals.css': '@import "./a.css";', 'app/a.css': '@import "./globals.css";' },
    status: 'failed',
    says: /imported|recursion/,
  },
  {
    name: 'stylesheets that import twice, twenty deep',
    files: {
      'app/globals.css': '@import "./s0.css";',
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, at) => [
          `app/s${at}.css`,
          `@import "./s${at + 1}.css"; @import "./s${at + 1}.css" screen;`,
        ]),
      ),
      'app/s20.css': 'a { color: red }',
    },
    status: 'failed',
    says: /more than 200 stylesheets/,
  },
  {
    name: 'class names without end',
    files: { 'app/globals.css': '@import "tailwindcss";\n@source inline("p-{1..9999}{1..9999}{1..9999}");' },
    status: 'unavailable',
    says: /could not be bundled within/,
  },
]

describe.runIf(isPossible)('a hostile preview', () => {
  test.each([...bundling, ...running, ...inDatabase])('$name', async ({ files, status, says }) => {
    const { result, blockedMs } = await check(files)
    const said = result.findings.map(({ message }) => message).join('\n')
    expect(said).not.toContain('LEAK')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(status === 'ran' ? ['passed', 'failed', 'unavailable'] : [status]).toContain(result.status)
    expect(said).toMatch(says ?? /(?:)/)
    expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS)
    expect(left()).toEqual([])
    expect(folders()).toEqual([])
    expect(await Promise.all(taken.splice(0).map(isThere))).not.toContain(true)
  })

  test('harms nobody: the next project passes', async () => {
    const { result } = await check({})
    expect(result).toMatchObject({ status: 'passed', findings: [] })
  })
})
