import type { ProjectFile } from '../../agents/agent'
import { code } from '../code'
import type { Texts } from './texts'
import { unavailableFile } from './unavailable-file'

/**
 * How the app reaches Supabase: one client for the server (session in cookies), one for the browser, and the proxy that
 * keeps the session fresh.
 */

const config = (): string => code`
  export type SupabaseConfig = { url: string; key: string }

  /** The two public variables of the Supabase project, or null while they are missing. Written out in full because Next.js inlines them by name. */
  export function supabaseConfig(): SupabaseConfig | null {
    const url = process.env.NEXT_PUBLIC_SUPABASE_URL
    const key = process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY
    return url && key ? { url, key } : null
  }

  export const missingConfig = 'NEXT_PUBLIC_SUPABASE_URL and NEXT_PUBLIC_SUPABASE_ANON_KEY are not set.'
`

const server = (): string => code`
  import 'server-only'
  import { createServerClient } from '@supabase/ssr'
  import type { SupabaseClient } from '@supabase/supabase-js'
  import { cookies } from 'next/headers'
  import type { Database } from '@/lib/database.types'
  import { missingConfig, supabaseConfig } from '@/lib/supabase/config'

  /** False while the Supabase variables are missing: reads answer nothing then, and forms say what to do. */
  export const isConfigured = (): boolean => supabaseConfig() !== null

  /** A client that acts as the signed-in person of this request. Never kept longer than the request. */
  export async function createClient(): Promise<SupabaseClient<Database>> {
    const config = supabaseConfig()
    if (config === null) throw new Error(missingConfig)
    const store = await cookies()
    return createServerClient<Database>(config.url, config.key, {
      // A page that waits for a database that is away is worse than one that says so (lib/supabase/unavailable.ts).
      db: { retry: false, timeout: 10_000 },
      cookies: {
        getAll: () => store.getAll(),
        setAll: (entries) => {
          try {
            for (const { name, value, options } of entries) store.set(name, value, options)
          } catch {
            // A page cannot set cookies while it renders; proxy.ts has refreshed the session before.
          }
        },
      },
    })
  }
`

const browser = (): string => code`
  import { createBrowserClient } from '@supabase/ssr'
  import type { SupabaseClient } from '@supabase/supabase-js'
  import type { Database } from '@/lib/database.types'
  import { missingConfig, supabaseConfig } from '@/lib/supabase/config'

  /** A client for components that run in the browser; the same one on every call. */
  export function createClient(): SupabaseClient<Database> {
    const config = supabaseConfig()
    if (config === null) throw new Error(missingConfig)
    return createBrowserClient<Database>(config.url, config.key)
  }
`

const proxy = (): string => code`
  import { createServerClient } from '@supabase/ssr'
  import { type NextRequest, NextResponse } from 'next/server'
  import type { Database } from '@/lib/database.types'
  import { supabaseConfig } from '@/lib/supabase/config'
  import { isReachable, unavailable } from '@/lib/supabase/unavailable'

  /**
   * Says so at once when Supabase is not set or does not answer. Renews an expiring session before a page reads it,
   * because pages cannot write cookies.
   */
  export async function proxy(request: NextRequest): Promise<NextResponse> {
    const config = supabaseConfig()
    // A form's action tells by itself, beside what was typed, that it could not be saved.
    const isAction = request.headers.has('next-action')
    if (!isAction && (config === null || !(await isReachable(config)))) return unavailable(request, config)
    if (config === null) return NextResponse.next({ request })
    let response = NextResponse.next({ request })
    const supabase = createServerClient<Database>(config.url, config.key, {
      cookies: {
        getAll: () => request.cookies.getAll(),
        setAll: (entries) => {
          for (const { name, value } of entries) request.cookies.set(name, value)
          response = NextResponse.next({ request })
          for (const { name, value, options } of entries) response.cookies.set(name, value, options)
        },
      },
    })
    await supabase.auth.getUser()
    return response
  }

  export const config = {
    matcher: ['/((?!_next/static|_next/image|favicon.ico|.*\\.(?:svg|png|jpg|jpeg|gif|webp|ico)$).*)'],
  }
`

export const supabaseFiles = (texts: Texts, locale: 'en' | 'es'): ProjectFile[] => [
  { path: 'lib/supabase/config.ts', content: config() + '\n' },
  { path: 'lib/supabase/server.ts', content: server() + '\n' },
  { path: 'lib/supabase/client.ts', content: browser() + '\n' },
  unavailableFile(texts, locale),
  { path: 'proxy.ts', content: proxy() + '\n' },
]
