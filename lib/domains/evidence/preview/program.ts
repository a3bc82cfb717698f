import { compileAhead } from '../../../app-runtime/compile-ahead.ts'
import type { AppBundle } from '../../../app-runtime/build-app.ts'
import { hostProgram, type Program } from '../../../app-runtime/open-app.ts'
import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import { keysOf } from '../../../supabase-local/keys.ts'
import { nodeBinary } from '../compile/run-process.ts'
import { environmentFor, publicOf } from '../preview-environment.ts'
import { bundleProject } from './bundle.ts'
import { SHORT_LIVED } from './launch.ts'

/** What applications do with the packages, in small: pages, a form, an action, cookies, a query, a route. */
const SAMPLE: Readonly<Record<string, string>> = {
  'app/layout.tsx': `import type { ReactNode } from 'react'
export const metadata = { title: 'Sample' }
export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}`,
  'app/page.tsx': `import Link from 'next/link'
import { Suspense } from 'react'
import { database } from '../lib/database'
import { Form } from './form'
export default async function Page() {
  const client = await database()
  const { data: user } = await client.auth.getUser()
  const { data } = await client.from('notes').select('id, title').order('title').limit(5)
  const name = user.user?.email ?? 'Nobody'
  return <main><Link href="/notes/1">{name}</Link><Suspense><p>{data?.length}</p></Suspense><Form /></main>
}`,
  'app/notes/[id]/page.tsx': `import { notFound } from 'next/navigation'
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if ((await params).id !== '') notFound()
  return null
}`,
  'app/error.tsx': `'use client'
export default function Failed() { return <p>Failed</p> }`,
  'app/loading.tsx': 'export default function Loading() { return <p>Loading</p> }',
  'app/not-found.tsx': 'export default function Missing() { return <p>Missing</p> }',
  'app/form.tsx': `'use client'
import { useActionState } from 'react'
import { useRouter } from 'next/navigation'
import { save } from './actions'
export function Form() {
  const router = useRouter()
  const [state, act] = useActionState(save, '')
  const again = () => router.refresh()
  return <form action={act}><input name="title" defaultValue={state} /><button onClick={again}>Save</button></form>
}`,
  'app/actions.ts': `'use server'
import { revalidatePath } from 'next/cache'
export async function save(_before: string, form: FormData) {
  revalidatePath('/')
  return String(form.get('title'))
}`,
  'app/api/notes/route.ts': `import { NextResponse } from 'next/server'
export function GET() { return NextResponse.json({ notes: [] }) }`,
  'lib/database.ts': `import { createServerClient } from '@supabase/ssr'
import { cookies } from 'next/headers'
export async function database() {
  const jar = await cookies()
  return createServerClient(process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!, {
    cookies: { getAll: () => jar.getAll(), setAll: () => undefined },
  })
}`,
}
const PATHS = ['/', '/notes/1', '/api/notes', '/']

const made = new Map<string, Promise<Program>>()

/**
 * The process of every application before it knows which: with what V8 has compiled of the packages under the flags of
 * `sandboxFor`, made once on a machine, and with the packages that most applications use loaded.
 */
export function programFor(runtime: Runtime): Promise<Program> {
  const known = made.get(runtime.scripts) ?? prepare(runtime)
  made.set(runtime.scripts, known)
  return known
}

async function prepare(runtime: Runtime): Promise<Program> {
  const env = environmentFor(keysOf('an application of our own'))
  const files = new Map(Object.entries(SAMPLE).map(([path, text]) => [path, new TextEncoder().encode(text)]))
  const sample = async (): Promise<AppBundle> => {
    const { bundle, problems } = await bundleProject(files, { folder: runtime.folder, env: publicOf(env) })
    if (bundle === null) throw new Error(`The sample does not bundle: ${problems[0]?.message}`)
    return bundle
  }
  return compileAhead({
    runtime,
    bundle: sample,
    version: JSON.stringify(SAMPLE),
    paths: PATHS,
    fetch: () => Promise.resolve(Response.json([])),
    env,
    node: nodeBinary(),
    flags: SHORT_LIVED,
    // A folder that cannot be written, a machine that is too busy: an application starts as well, only later.
  }).catch(() => hostProgram({ runtime }))
}
