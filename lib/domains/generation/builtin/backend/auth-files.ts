import type { ProjectFile } from '../../agents/agent'
import { code, quote } from '../code'
import { profileColumns, type ProjectModel } from '../project-model'
import { signInPath } from './page-paths'
import type { Texts } from './texts'

/** Who is asking: the signed-in person, the forms that sign in and out, and the link of a confirmation mail. */

/** A project without accounts has no page to sign in on: its actions send people home. */
function requireUser(project: ProjectModel): string {
  const path = signInPath(project)
  if (path === '/') {
    return code`
      /** The signed-in person. This app has no page to sign in on, so anyone else is sent home. */
      export async function requireUser(_next = '/'): Promise<AppUser> {
        const user = await currentUser()
        if (user === null) redirect('/')
        return user
      }
    `
  }
  return code`
    /** The signed-in person; anyone else is sent to sign in and comes back to 'next'. */
    export async function requireUser(next = '/'): Promise<AppUser> {
      const user = await currentUser()
      if (user === null) redirect(${quote(path + '?next=')} + encodeURIComponent(next))
      return user
    }
  `
}

const auth = (project: ProjectModel): string => code`
  import 'server-only'
  import { redirect } from 'next/navigation'
  import { cache } from 'react'
  import { createClient, isConfigured } from '@/lib/supabase/server'

  export type AppUser = { id: string; email: string; name: string; isAdmin: boolean }

  /** The signed-in person, or null. The token is checked with Supabase, once per request. */
  export const currentUser = cache(async (): Promise<AppUser | null> => {
    if (!isConfigured()) return null
    const supabase = await createClient()
    const { data } = await supabase.auth.getUser()
    if (data.user === null) return null
    const { id, email = '', user_metadata: metadata, app_metadata: rights } = data.user
    const name: unknown = metadata['name']
    return {
      id,
      email,
      name: typeof name === 'string' && name !== '' ? name : (email.split('@')[0] ?? ''),
      // Only the server can write app_metadata; user_metadata belongs to the person and proves nothing.
      isAdmin: rights['role'] === 'admin',
    }
  })

  ${requireUser(project)}
`

/** Keeps the name that others see the same as the one of the account. */
function renameProfile(project: ProjectModel): string {
  const columns = profileColumns(project)
  if (columns === null || columns.name === null) return ''
  return code`
    const { error: failure } = await supabase.from('profiles').update({ ${columns.name}: name }).eq('${columns.user}', user.id)
    if (failure) return refuse(form, {}, explain(failure).message)
  `
}

function actions(project: ProjectModel, texts: Texts): string {
  const rename = renameProfile(project)
  return code`
    'use server'

    import { isAuthRetryableFetchError } from '@supabase/supabase-js'
    import { revalidatePath } from 'next/cache'
    import { headers } from 'next/headers'
    import { redirect } from 'next/navigation'
    import { requireUser } from '@/lib/auth'
    ${rename === '' ? '' : "import { explain } from '@/lib/database-errors'"}
    import { accept, type FormState, pathFrom, refuse, textOf } from '@/lib/forms'
    import { createClient, isConfigured } from '@/lib/supabase/server'

    const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

    export async function signIn(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      const email = textOf(form, 'email')
      const password = textOf(form, 'password', { trim: false })
      const errors: Record<string, string> = {}
      if (!EMAIL.test(email)) errors['email'] = ${quote(texts.notEmail)}
      if (password === '') errors['password'] = ${quote(texts.required)}
      if (Object.keys(errors).length > 0) return refuse(form, errors)
      const supabase = await createClient()
      const { error } = await supabase.auth.signInWithPassword({ email, password })
      if (isAuthRetryableFetchError(error)) return refuse(form, {}, ${quote(texts.unreachable)})
      if (error) return refuse(form, {}, error.code === 'email_not_confirmed' ? ${quote(texts.unconfirmed)} : ${quote(texts.credentials)})
      revalidatePath('/', 'layout')
      redirect(pathFrom(form, 'next') ?? '/')
    }

    export async function signUp(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      const name = textOf(form, 'name')
      const email = textOf(form, 'email')
      const password = textOf(form, 'password', { trim: false })
      const errors: Record<string, string> = {}
      if (name === '') errors['name'] = ${quote(texts.required)}
      if (name.length > 200) errors['name'] = ${quote(texts.tooLong.replace('{max}', '200'))}
      if (!EMAIL.test(email)) errors['email'] = ${quote(texts.notEmail)}
      if (password.length < 8) errors['password'] = ${quote(texts.passwordShort)}
      if (Object.keys(errors).length > 0) return refuse(form, errors)
      const next = pathFrom(form, 'next') ?? '/'
      const origin = (await headers()).get('origin')
      const supabase = await createClient()
      const { data, error } = await supabase.auth.signUp({
        email,
        password,
        options: { data: { name }, emailRedirectTo: origin === null ? undefined : origin + '/auth/confirm?next=' + encodeURIComponent(next) },
      })
      if (isAuthRetryableFetchError(error)) return refuse(form, {}, ${quote(texts.unreachable)})
      if (error) return refuse(form, {}, error.code === 'user_already_exists' ? ${quote(texts.emailTaken)} : ${quote(texts.failed)})
      if (data.session === null) return accept(${quote(texts.confirmMail)})
      revalidatePath('/', 'layout')
      redirect(next)
    }

    export async function signOut(): Promise<void> {
      if (isConfigured()) {
        const supabase = await createClient()
        await supabase.auth.signOut()
      }
      revalidatePath('/', 'layout')
      redirect('/')
    }

    export async function updateAccount(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      ${rename === '' ? "await requireUser('/')" : "const user = await requireUser('/')"}
      const name = textOf(form, 'name')
      if (name === '') return refuse(form, { name: ${quote(texts.required)} })
      if (name.length > 200) return refuse(form, { name: ${quote(texts.tooLong.replace('{max}', '200'))} })
      const supabase = await createClient()
      const { error } = await supabase.auth.updateUser({ data: { name } })
      if (error) return refuse(form, {}, ${quote(texts.failed)})
      ${rename}
      revalidatePath('/', 'layout')
      return accept(${quote(texts.accountSaved)}, { name })
    }
  `
}

const confirm = (project: ProjectModel): string => code`
  import { type NextRequest, NextResponse } from 'next/server'
  import { localPath } from '@/lib/forms'
  import { createClient, isConfigured } from '@/lib/supabase/server'

  /** The link in a confirmation mail lands here: its one-time code becomes a session. */
  export async function GET(request: NextRequest): Promise<NextResponse> {
    const code = request.nextUrl.searchParams.get('code')
    const next = localPath(request.nextUrl.searchParams.get('next')) ?? '/'
    if (code !== null && isConfigured()) {
      const supabase = await createClient()
      const { error } = await supabase.auth.exchangeCodeForSession(code)
      if (error === null) return NextResponse.redirect(new URL(next, request.url))
    }
    return NextResponse.redirect(new URL(${quote(signInPath(project))}, request.url))
  }
`

export const authFiles = (project: ProjectModel, texts: Texts): ProjectFile[] => [
  { path: 'lib/auth.ts', content: auth(project) + '\n' },
  { path: 'lib/actions/auth.ts', content: actions(project, texts) + '\n' },
  { path: 'app/auth/confirm/route.ts', content: confirm(project) + '\n' },
]
