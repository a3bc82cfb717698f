import type { Keys } from '../../supabase-local/keys.ts'

/** No host of that name exists: what an application sends there, the local Supabase answers. */
export const SUPABASE_URL = 'http://supabase.local'
/** Where a previewed application believes to be. */
export const SITE_URL = 'http://localhost:3000'

/** What a project on Supabase is told, under every name that Supabase's own guides and templates have had for it. */
export const environmentFor = (keys: Keys): Record<string, string> => ({
  NEXT_PUBLIC_SUPABASE_URL: SUPABASE_URL,
  NEXT_PUBLIC_SUPABASE_ANON_KEY: keys.anonKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_DEFAULT_KEY: keys.publishableKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_OR_ANON_KEY: keys.publishableKey,
  NEXT_PUBLIC_SITE_URL: SITE_URL,
  SUPABASE_URL,
  SUPABASE_ANON_KEY: keys.anonKey,
  SUPABASE_SERVICE_ROLE_KEY: keys.serviceKey,
  SUPABASE_SECRET_KEY: keys.secretKey,
})

/** Of an environment, what Next writes into the pages. */
export const publicOf = (env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('NEXT_PUBLIC_')))
