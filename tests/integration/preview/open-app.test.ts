import { createServerClient } from '@supabase/ssr'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { hostProgram, openApp, type Person, type RunningApp } from '@/lib/app-runtime/open-app'
import { applicationOf } from '../../support/generated-project'
import { bundleOf, launchPlain, previewRuntime, SUPABASE_ENV } from '../../support/preview'
import { type Local, openLocal } from '../../support/supabase-local'

/*
 * An application as Devora generates it, none of its files changed: bundled, started in a process of its own, and used
 * by two people over a local Supabase on a real Postgres with its own migrations and policies.
 */

const files = applicationOf(
  planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' }),
)
const sql = [...files.keys()].filter((path) => path.endsWith('.sql')).sort()

let local: Local
let app: RunningApp

beforeAll(async () => {
  const url = SUPABASE_ENV.NEXT_PUBLIC_SUPABASE_URL
  local = await openLocal('postgres', sql.map((path) => files.get(path)).join('\n'), { url })
  const env = { ...SUPABASE_ENV, NEXT_PUBLIC_SUPABASE_ANON_KEY: local.supabase.keys.anonKey }
  app = await openApp({
    bundle: await bundleOf(files, env),
    program: await hostProgram({ runtime: await previewRuntime() }),
    launch: launchPlain,
    fetch: local.supabase.fetch,
    env,
  })
})
afterAll(async () => {
  app?.close()
  await local?.close()
})

/** Supabase's client as the application's own server makes it: what it knows of the person is in their cookies. */
const clientOf = (person: Person): SupabaseClient =>
  createServerClient(SUPABASE_ENV.NEXT_PUBLIC_SUPABASE_URL, local.supabase.keys.anonKey, {
    cookies: {
      getAll: () => person.cookies.all(),
      setAll: (entries) => entries.forEach(({ name, value }) => person.cookies.set(name, value)),
    },
    global: { fetch: (input, init) => local.supabase.fetch(new Request(input, init)) },
  })

async function signedUp(email: string): Promise<Person> {
  const person = app.newPerson()
  const { error } = await clientOf(person).auth.signUp({ email, password: 'correct horse battery' })
  expect(error).toBeNull()
  return person
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('a visitor reads what is public, and nothing is printed', async () => {
  const visitor = app.newPerson()
  for (const path of ['/', '/recipes', '/sign-in', '/sign-up']) {
    const answer = await visitor.fetch(path)
    expect({ path, status: answer.status }).toEqual({ path, status: 200 })
    expect(await answer.text()).toContain('<!DOCTYPE html>')
  }
  expect((await visitor.fetch('/nothing')).status).toBe(404)
  expect((await visitor.fetch('/api/recipes', { method: 'DELETE' })).status).toBe(405)
  expect(app.printed).toEqual([])
})

test('two people are kept apart by the policies of the project', async () => {
  const [ana, ben] = [await signedUp('dora@example.com'), await signedUp('emil@example.com')]
  const account = await ana.fetch('/account')
  expect(account.status).toBe(200)
  expect(await account.text()).toContain('dora@example.com')

  const columns = await clientOf(ana).from('recipes').select('*').limit(1).single()
  const { id: _, owner_id: __, created_at: ___, updated_at: ____, ...sample } = columns.data as Record<string, unknown>
  const made = await ana.fetch('/api/recipes', json('POST', { ...sample, title: 'Arepas' }))
  expect({ status: made.status, body: await made.clone().text() }).toMatchObject({ status: 201 })
  const { id } = (await made.json()) as { id: string }

  const page = await ben.fetch(`/recipes/${id}`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('Arepas')
  const rename = (person: Person, title: string): PromiseLike<{ data: unknown }> =>
    clientOf(person).from('recipes').update({ title }).eq('id', id).select()
  expect((await rename(ben, 'Mine')).data).toEqual([])
  expect((await rename(ana, 'Arepas de queso')).data).toHaveLength(1)
  expect(await (await ben.fetch(`/recipes/${id}`)).text()).toContain('Arepas de queso')
  expect(app.printed).toEqual([])
})

test('a form works without a line of JavaScript in the browser: its action is found by the id in the page', async () => {
  const carla = app.newPerson()
  const html = await (await carla.fetch('/sign-up')).text()
  const form = new FormData()
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g))
    form.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  expect([...form.keys()].join()).toContain('$ACTION')
  form.append('email', 'carla@example.com')
  form.append('password', 'correct horse battery')
  for (const name of ['fullName', 'full_name', 'name', 'displayName', 'display_name']) form.append(name, 'Carla')
  const answer = await carla.fetch('/sign-up', { method: 'POST', body: form })
  expect(answer.status).toBe(303)
  expect((await carla.fetch('/account')).status).toBe(200)
  expect(await (await carla.fetch('/account')).text()).toContain('carla@example.com')
})
