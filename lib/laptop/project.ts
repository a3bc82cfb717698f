import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type DemoPerson = { email: string; password: string; role?: string }
export type SqlFile = { path: string; sql: string }
/** What of a project's folder counts for its database. */
export type Project = {
  locale: 'en' | 'es'
  demo: DemoPerson[]
  /** In the order in which Supabase's own tool applies them. */
  migrations: SqlFile[]
  seed: SqlFile | null
  /** Names that `.env.example` declares. */
  variables: string[]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A file's text with `\n` at the end of lines, as git may not have kept it; null when it is missing. */
const readText = async (path: string): Promise<string | null> => {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text?.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') ?? null
}

async function readPlan(folder: string): Promise<Pick<Project, 'locale' | 'demo'>> {
  const nothing = { locale: 'en' as const, demo: [] }
  try {
    const plan: unknown = JSON.parse((await readText(join(folder, 'devora.json'))) ?? '')
    if (!isRecord(plan)) return nothing
    const demo = Array.isArray(plan.demo) ? plan.demo.filter(isRecord) : []
    return {
      locale: plan.locale === 'es' ? 'es' : 'en',
      demo: demo.flatMap(({ email, password, role }) =>
        typeof email === 'string' && typeof password === 'string'
          ? [{ email, password, ...(typeof role === 'string' && { role }) }]
          : [],
      ),
    }
  } catch {
    return nothing
  }
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export async function readProject(folder: string): Promise<Project> {
  const names = await readdir(join(folder, 'supabase', 'migrations')).catch(() => [])
  const paths = names
    .filter((name) => name.endsWith('.sql'))
    .sort(byCodeUnit)
    .map((name) => `supabase/migrations/${name}`)
  const read = async (path: string): Promise<SqlFile> => ({ path, sql: (await readText(join(folder, path))) ?? '' })
  const seed = await readText(join(folder, 'supabase', 'seed.sql'))
  const example = (await readText(join(folder, '.env.example'))) ?? ''
  return {
    ...(await readPlan(folder)),
    migrations: await Promise.all(paths.map(read)),
    seed: seed === null ? null : { path: 'supabase/seed.sql', sql: seed },
    variables: [...example.matchAll(/^\s*([A-Z][A-Z0-9_]*)\s*=/gm)].map((match) => match[1] ?? ''),
  }
}
