import { randomBytes } from 'node:crypto'
import { createServerClient } from '@supabase/ssr'
import type { LocalSupabase } from '../../../supabase-local/open.ts'
import type { Person } from '../../../app-runtime/open-app.ts'
import type { DevoraJson } from '../../spec/contract.ts'
import { metadataOf } from '../access/actors/actors.ts'
import { SUPABASE_URL } from '../preview-environment.ts'
import { newWord } from './words.ts'

/** People of scenarios, who come in by the same door as those of an application that is in use. */

type Client = ReturnType<typeof createServerClient>

/** Supabase's client as the application's own server makes it: what it knows of the person is in their cookies. */
const clientOf = (person: Person, supabase: LocalSupabase): Client =>
  createServerClient(SUPABASE_URL, supabase.keys.anonKey, {
    cookies: {
      getAll: () => person.cookies.all(),
      setAll: (entries) => entries.forEach(({ name, value }) => person.cookies.set(name, value)),
    },
    global: { fetch: (input, init) => supabase.fetch(new Request(input, init)) },
  })

export type NewPerson = { email: string; name: string }

/** Signs somebody up, and says what stands in the way; null when they are in. */
export async function signUp(
  person: Person,
  supabase: LocalSupabase,
  { email, name }: NewPerson,
): Promise<string | null> {
  const { error } = await clientOf(person, supabase).auth.signUp({
    email,
    password: randomBytes(16).toString('hex'),
    options: { data: { full_name: name, name, display_name: name } },
  })
  return error?.message ?? null
}

/** Signs in whom the project names as its admin, else makes somebody with the claims of one. */
export async function signInAdmin(
  person: Person,
  supabase: LocalSupabase,
  spec: DevoraJson,
  { email, name }: NewPerson,
): Promise<string | null> {
  const client = clientOf(person, supabase)
  const demo = spec.demo?.find(({ role }) => role === 'admin')
  if (demo !== undefined) {
    const { error } = await client.auth.signInWithPassword({ email: demo.email, password: demo.password })
    if (error === null) return null
  }
  const { app, user } = metadataOf(spec, 'admin')
  const password = randomBytes(16).toString('hex')
  const made = await supabase.fetch(
    new Request(`${SUPABASE_URL}/auth/v1/admin/users`, {
      method: 'POST',
      headers: {
        apikey: supabase.keys.serviceKey,
        authorization: `Bearer ${supabase.keys.serviceKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        email,
        password,
        email_confirm: true,
        app_metadata: app,
        user_metadata: { ...user, name },
      }),
    }),
  )
  if (!made.ok) return ((await made.json()) as { msg?: string }).msg ?? `it answers ${made.status}`
  const { error } = await client.auth.signInWithPassword({ email, password })
  return error?.message ?? null
}

/** The name of whoever is called `admin` in a scenario. */
export const ADMIN = 'Admin'

/** The name and address of somebody, whom nobody has met before. */
export const newPerson = (person: string): NewPerson => ({
  email: `${person}.${newWord()}@example.com`,
  name: person.charAt(0).toUpperCase() + person.slice(1),
})
