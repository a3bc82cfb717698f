import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CheckResult } from '@/lib/domains/evidence/contract'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { applicationOf } from '../../support/generated-project'
import { previewRuntime } from '../../support/preview'
import { sharedHome } from '../../support/shared-home'

/** The pages of a project opened in the sandbox, on a database of its own. */

const FILES = applicationOf(
  planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' }),
)
let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(() => cluster?.close())

async function checked(changes: Record<string, string> = {}): Promise<CheckResult | undefined> {
  const files = new Map(
    [...FILES, ...Object.entries(changes)].map(([path, text]) => [path, new TextEncoder().encode(text)]),
  )
  const options = { only: ['preview'] as const, scratch: () => Promise.resolve(cluster), previewRuntime }
  return (await verifyProject(files, options)).checks.find(({ check }) => check === 'preview')
}

test('passes when every page answers a visitor and a member', { tags: ['deep'] }, async () => {
  expect(await checked()).toMatchObject({ status: 'passed', findings: [] })
})

test('names the page that fails, for whom, and in its own words', async () => {
  const page = (body: string): string => `export default async function Page() { ${body} }`
  const result = await checked({
    'app/always/page.tsx': page(`throw new Error('out of milk')`),
    'app/members/page.tsx': `import { cookies } from 'next/headers'
      export default async function Page() {
        if ((await cookies()).getAll().length > 0) throw new Error('only when signed in')
        return <p>fine</p>
      }`,
    'app/away/page.tsx': `import { redirect } from 'next/navigation'\nexport default function Page() { redirect('/') }`,
    'package.json': '{ "dependencies": { "box-kit": "1" } }',
    'app/boxed/page.tsx': `import { Box } from 'box-kit'\nexport default () => <Box>fine</Box>`,
    'app/talks/page.tsx': page(`console.error('a word of its own'); return <p>fine</p>`),
  })
  expect(result?.status).toBe('failed')
  expect(result?.findings.map(({ file, message }) => `${file}: ${message}`).sort()).toEqual([
    'app/always/page.tsx: /always fails for a visitor and for a member: Error: out of milk',
    'app/members/page.tsx: /members fails for a member: Error: only when signed in',
    'undefined: The pages were opened without the package "box-kit": what comes of it was not tried.',
  ])
})

test('says that nobody can sign up when a trigger stands in the way', { tags: ['deep'] }, async () => {
  const result = await checked({
    'supabase/migrations/99999999999999_trigger.sql': `
      create function public.refuse() returns trigger language plpgsql security definer set search_path = '' as $$
        begin raise exception 'no'; end $$;
      create trigger refuse before insert on auth.users for each row execute function public.refuse();`,
    'supabase/seed.sql': 'select 1;',
  })
  expect(result?.findings.map(({ rule }) => rule)).toContain('sign-up-fails')
})

test('tells what does not bundle with its line, and does not run where the migrations do not apply', async () => {
  const broken = await checked({ 'app/page.tsx': `import { x } from '@/nowhere'\nexport default () => x` })
  expect(broken).toMatchObject({
    status: 'failed',
    findings: [{ rule: 'does-not-bundle', file: 'app/page.tsx', line: 1 }],
  })
  const database = await checked({ 'supabase/migrations/99999999999999_no.sql': 'create tabel x ();' })
  expect(database).toMatchObject({ status: 'unavailable', findings: [{ rule: 'not-tried' }] })
})

test('a project without pages has none to open', async () => {
  const files = new Map([['index.html', new TextEncoder().encode('<!doctype html><title>x</title>')]])
  const report = await verifyProject(files, { only: ['preview'], previewRuntime })
  expect(report.checks.find(({ check }) => check === 'preview')).toMatchObject({ status: 'not_run' })
})
