import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keys } from '../supabase-local/keys.ts'

/*
 * The files that Next.js takes variables from. What a person wrote there counts, and is never touched; what the local
 * Supabase needs stands in a block of its own at the end of `.env.local`.
 */

export const URL_NAME = 'NEXT_PUBLIC_SUPABASE_URL'
export const KEY_NAME = 'NEXT_PUBLIC_SUPABASE_ANON_KEY'
const LOCAL_FILE = '.env.local'

const START = '# >>> local Supabase: `npm run dev` writes this block anew. To use a Supabase of yours, set'
const END = '# <<< local Supabase'
const HEAD = `${START}\n# ${URL_NAME} and ${KEY_NAME} in .env, or here outside of this block.`
const BLOCK = /\n*# >>> local Supabase:[\s\S]*?# <<< local Supabase[^\n]*(?:\n|$)/g

/** Which file goes first, as Next.js reads them. */
const filesFor = (mode: 'development' | 'production'): string[] => [
  `.env.${mode}.local`,
  LOCAL_FILE,
  `.env.${mode}`,
  '.env',
]

const read = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8').catch(() => '')

/** Variables of a file that have a value, the last one of a name. */
function variablesIn(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const match of text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm)) {
    const raw = (match[2] ?? '').trim()
    const quoted = /^(["'`])(.*?)\1/.exec(raw)?.[2]
    const value = quoted ?? raw.replace(/\s+#.*$/, '').replace(/^#.*$/, '')
    if (value === '') found.delete(match[1] ?? '')
    else found.set(match[1] ?? '', value)
  }
  return found
}

export type Named = { value: string; where: string }

/** What a person has set, by name: in the environment, else in a file, outside of the local Supabase's block. */
export async function readOwnVariables(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  mode: 'development' | 'production',
): Promise<Map<string, Named>> {
  const own = new Map<string, Named>()
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && value !== '') own.set(name, { value, where: 'environment' })
  for (const file of filesFor(mode))
    for (const [name, value] of variablesIn((await read(folder, file)).replace(BLOCK, '\n')))
      if (!own.has(name)) own.set(name, { value, where: file })
  return own
}

/** By which names projects ask for what a Supabase has. */
const valuesFor = (url: string, keys: Keys): Record<string, string> => ({
  [URL_NAME]: url,
  [KEY_NAME]: keys.anonKey,
  SUPABASE_URL: url,
  SUPABASE_ANON_KEY: keys.anonKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_DEFAULT_KEY: keys.publishableKey,
  SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  SUPABASE_SERVICE_ROLE_KEY: keys.serviceKey,
  SUPABASE_SECRET_KEY: keys.secretKey,
  SUPABASE_JWT_SECRET: keys.secret,
})

async function replaceBlock(folder: string, block: string | null): Promise<void> {
  const before = await read(folder, LOCAL_FILE)
  const rest = before.replace(BLOCK, '\n').trimEnd()
  const after = [rest, block].filter(Boolean).join('\n\n')
  const text = after === '' ? '' : `${after}\n`
  if (text !== before) await writeFile(join(folder, LOCAL_FILE), text, { mode: 0o600 })
}

/** Names the local Supabase in `.env.local`: the two variables, and what else `.env.example` asks for and nobody set */
export async function nameLocal(
  folder: string,
  local: { url: string; keys: Keys; wanted: readonly string[]; own: ReadonlyMap<string, Named> },
): Promise<void> {
  const lines = Object.entries(valuesFor(local.url, local.keys))
    .filter(([name]) => name === URL_NAME || name === KEY_NAME || local.wanted.includes(name))
    .filter(([name]) => !local.own.has(name))
    .map(([name, value]) => `${name}=${value}`)
  await replaceBlock(folder, [HEAD, ...lines, END].join('\n'))
}

/** Takes the block away, where a person's own Supabase counts; `.env.local` would go before their `.env`. */
export const forgetLocal = (folder: string): Promise<void> => replaceBlock(folder, null)
