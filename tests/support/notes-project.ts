/** A small project by hand, with what a preview must tell the truth about: policies, errors, loops. */

const CLIENT = `import { createServerClient } from '@supabase/ssr'
import { cookies } from 'next/headers'
export async function database() {
  const jar = await cookies()
  return createServerClient(process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!, {
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (all) => { for (const { name, value } of all) jar.set(name, value) },
    },
  })
}`

const HOME = `import { database } from '@/lib/database'
export default async function Home() {
  const client = await database()
  const { data } = await client.from('notes').select('text').order('text')
  const { data: { user } } = await client.auth.getUser()
  return (
    <main style={{ height: 4000 }}>
      <h1>TITLE</h1>
      <p id="who">{user?.email ?? 'nobody'}</p>
      <ul>{(data ?? []).map(({ text }) => <li key={text}>{text}</li>)}</ul>
    </main>
  )
}`

const MIGRATION = `create table public.notes (
  id int primary key generated always as identity,
  owner uuid not null default auth.uid() references auth.users (id),
  text text not null,
  secret text not null default 'hidden'
);
alter table public.notes enable row level security;
create policy "own" on public.notes for all to authenticated using (owner = auth.uid());
create table public.open_notes (id int primary key, text text not null);
alter table public.open_notes enable row level security;
create policy "wrong" on public.open_notes for select using (true);
create view public.note_texts with (security_invoker = true) as select text from public.notes;
grant select on public.notes, public.open_notes, public.note_texts to anon, authenticated;
create function public.forever() returns int language plpgsql as $$ begin loop null; end loop; end $$;
`
const user = (id: number, name: string): string =>
  `('00000000-0000-4000-8000-00000000000${id}', '${name.toLowerCase()}@example.com', '{"name": "${name}"}', now(),
    'authenticated', 'authenticated', now(), now())`
const SEED = `insert into auth.users
  (id, email, raw_user_meta_data, email_confirmed_at, aud, role, created_at, updated_at)
values ${user(1, 'Ana')}, ${user(2, 'Ben')};
insert into public.notes (owner, text)
select '00000000-0000-4000-8000-000000000001'::uuid, 'note ' || n from generate_series(1, 3) as n
union all select '00000000-0000-4000-8000-000000000002', 'other ' || n from generate_series(1, 5) as n;
insert into public.open_notes values (1, 'everybody sees this');
`

export const notesProject = (changes: Readonly<Record<string, string>> = {}): Map<string, string> =>
  new Map(
    Object.entries({
      'package.json': '{"name":"notes"}',
      'app/layout.tsx': `export default ({ children }: { children: React.ReactNode }) =>
  <html lang="en"><body>{children}</body></html>`,
      'lib/database.ts': CLIENT,
      'app/page.tsx': HOME.replace('TITLE', 'Notes'),
      'app/broken/page.tsx': `export const dynamic = 'force-dynamic'
const rows: { title: { text: string } }[] = [{} as never]
export default function Broken() {
  return <p>{rows[0]!.title.text}</p>
}`,
      'app/broken-button/page.tsx': `'use client'
export default function Broken() {
  return (
    <button
      onClick={() => {
        throw new Error('the button broke')
      }}
    >
      Break
    </button>
  )
}`,
      'app/server-loop/page.tsx': `export const dynamic = 'force-dynamic'
export default function Loop() {
  for (let at = 0; at < Infinity; at += 0);
  return null
}`,
      'app/sql-loop/route.ts': `import { database } from '@/lib/database'
export async function GET() {
  await (await database()).rpc('forever')
  return new Response('done')
}`,
      'supabase/migrations/1_notes.sql': MIGRATION,
      'supabase/seed.sql': SEED,
      ...changes,
    }),
  )

export const homeTitled = (title: string): string => HOME.replace('TITLE', title)
export const NOTES_MIGRATION = MIGRATION
