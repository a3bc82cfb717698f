import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LAPTOP_SCRIPT, laptopScript } from '@/lib/domains/evidence/laptop-script'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { applicationOf } from '../../support/generated-project'
import { clientOf, endStarted, type Started, startLaptop, unpackProject } from '../../support/laptop'

/** What `npm run dev` of a download starts: one file, over PGlite in a folder, for the real client library. */

const files = applicationOf(planApp({ prompt: 'A recipe box where members save recipes with ingredients' }))
const MIGRATION = 'supabase/migrations/00000000000002_note.sql'
const INITIAL = 'supabase/migrations/00000000000001_init.sql'

describe('the script in a download', () => {
  it('is the same file every time, to be read, and says what is in it', async () => {
    const text = new TextDecoder().decode(await laptopScript())
    expect(text.slice(0, 2000)).toMatch(/^\/\*\n \* A local Supabase for this project/)
    for (const name of ['@noble/hashes', 'ws', 'uqr', 'fastest-levenshtein']) expect(text).toContain(` * ${name} `)
    expect(text.match(/Permission is hereby granted/g)?.length).toBeGreaterThanOrEqual(4)
    // What it needs besides Node is the one package that the project declares.
    const imported = [...text.matchAll(/(?:^import .*? from |import\()["']([^"']+)["']/gm)].map((match) => match[1])
    const packages = imported.filter((name) => name?.startsWith('node:') === false)
    expect(packages.every((name) => name?.startsWith('@electric-sql/pglite'))).toBe(true)
    expect(packages.length).toBeGreaterThan(0)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(1000)
  })

  it('holds to the rules of every script of a project: no check looks away', { tags: ['deep'] }, async () => {
    const project = new Map<string, Uint8Array>([[LAPTOP_SCRIPT, await laptopScript()]])
    for (const path of ['package.json', 'tsconfig.json'])
      project.set(path, new TextEncoder().encode(files.get(path) ?? ''))
    const report = await verifyProject(project, {
      only: ['parse', 'lint', 'secrets', 'imports'],
      signal: AbortSignal.timeout(100_000),
      scratch: () => Promise.reject(new Error('not needed')),
    })
    const found = report.checks.flatMap(({ findings }) => findings).filter(({ file }) => file === LAPTOP_SCRIPT)
    expect(found).toEqual([])
  })
})

describe('a folder with a local Supabase', () => {
  let folder: string
  const started: Started[] = []
  const start = (...args: string[]): Started => {
    const one = startLaptop(folder, ...args)
    started.push(one)
    return one
  }
  beforeAll(async () => {
    folder = await unpackProject(files)
    await writeFile(join(folder, '.env.local'), 'MY_OWN=kept\n')
  })
  afterAll(async () => {
    for (const one of started) await endStarted(one, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it(
    'has its tables, its rows and people who can sign in, and leaves no second one in',
    { tags: ['deep'] },
    async () => {
      const first = start()
      const text = await first.until('Mails are not sent')
      expect(text).toContain('ana@example.com / demo-password')
      const env = await readFile(join(folder, '.env.local'), 'utf8')
      expect(env).toMatch(/^MY_OWN=kept\n/)

      const client = await clientOf(folder)
      const { data } = await client.auth.signInWithPassword({ email: 'ana@example.com', password: 'demo-password' })
      const id = data.user?.id ?? ''
      const own = await client.from('recipes').select('id').eq('author_id', id)
      expect(own.data?.length).toBeGreaterThan(0)
      expect((await client.from('recipes').update({ title: 'Mine' }).eq('author_id', id).select()).error).toBeNull()
      await client.auth.resetPasswordForEmail('ben@example.com')
      expect(await first.until('Mail to ben@example.com')).toMatch(/verify\?token=\w+&type=recovery/)

      const second = start()
      expect(await second.ended).toBe(1)
      expect(second.output()).toContain(`is running already (process ${first.child.pid})`)

      // As if the machine had failed: nothing is lost, and nothing stands in the way.
      await endStarted(first, 'SIGKILL')
      await writeFile(join(folder, MIGRATION), "alter table public.recipes add column note text default 'new';\n")
      await writeFile(join(folder, INITIAL), `${files.get(INITIAL)}-- changed\n`)
      const third = start('node', '-e', 'setInterval(() => {}, 1000)')
      const again = await third.until('Mails are not sent')
      expect(again).toContain(`applied  ${MIGRATION}`)
      expect(again).toMatch(new RegExp(`${INITIAL} was changed[^]*npm run db:reset`))
      expect(again).not.toContain('seeded')
      const later = await (await clientOf(folder)).from('recipes').select('note').eq('title', 'Mine')
      expect(later.data?.[0]).toEqual({ note: 'new' })
      // Ctrl-C ends both.
      expect(await endStarted(third, 'SIGINT')).toBe(0)
    },
  )

  it('starts none where a Supabase of its own is named, and takes its names back', async () => {
    await writeFile(join(folder, '.env'), 'NEXT_PUBLIC_SUPABASE_URL="https://mine.supabase.co"\n')
    const half = start('node', '-e', '0')
    expect(await half.ended).toBe(1)
    expect(half.output()).toContain('NEXT_PUBLIC_SUPABASE_ANON_KEY is not')
    await writeFile(
      join(folder, '.env'),
      'NEXT_PUBLIC_SUPABASE_URL="https://mine.supabase.co"\nNEXT_PUBLIC_SUPABASE_ANON_KEY=key # mine\n',
    )
    const own = start('node', '-e', 'process.exit(7)')
    expect(await own.ended).toBe(7)
    expect(own.output()).toContain('Using the Supabase at https://mine.supabase.co (.env)')
    expect(await readFile(join(folder, '.env.local'), 'utf8')).toBe('MY_OWN=kept\n')
  })
})
