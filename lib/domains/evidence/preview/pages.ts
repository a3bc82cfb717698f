import { type Database, quoteIdentifier } from '../../../supabase-local/database.ts'
import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { appRoutes } from '../syntax/app-routes.ts'

/** A page to visit: the file that shows it, its address as it is written, and one that can be opened. */
export type Visit = { file: string; route: string; path: string; isSample: boolean }

/** More pages than these say nothing new about how a project is made. */
const MAX_PAGES = 200

/** A value that stands in a column of a table of `public`; null when there is none, or no such column. */
export type Samples = (table: string, column: string) => Promise<string | null>

/** What stands in a database, whoever may see it. */
export const samplesIn =
  (database: Database): Samples =>
  async (table, column) => {
    const [from, name] = [quoteIdentifier(table), quoteIdentifier(column)]
    const sql = `select ${name}::text as value from public.${from} where ${name} is not null limit 1`
    const found = await database.query<{ value: string }>(sql, [], { role: 'service_role' }).catch(() => null)
    return found?.rows[0]?.value ?? null
  }

/** Every page of the application; where its address names a row, one of the rows that are there. */
export async function visitsOf(project: ProjectUnderCheck, samples: Samples): Promise<Visit[]> {
  const { pages } = appRoutes([...project.files.keys()].sort(byCodeUnit))
  const visits: Visit[] = []
  for (const { path: file, route } of pages.slice(0, MAX_PAGES)) {
    const path = await filledIn(route, project, samples)
    visits.push({ file, route, path, isSample: path !== route })
  }
  return visits
}

async function filledIn(route: string, project: ProjectUnderCheck, samples: Samples): Promise<string> {
  const parts = route.split('/')
  const filled: string[] = []
  for (const [at, part] of parts.entries()) {
    const [, name] = /^\[\[?(?:\.\.\.)?([^\]]+)\]?\]$/.exec(part) ?? []
    if (name === undefined) filled.push(part)
    else if (!part.startsWith('[['))
      filled.push(encodeURIComponent(await sampleOf(parts.slice(0, at), name, project, samples)))
  }
  return filled.join('/') || '/'
}

/** A row of the table that the address is about: `/recipes/[id]` is about `recipes`. */
async function sampleOf(before: string[], name: string, project: ProjectUnderCheck, samples: Samples): Promise<string> {
  const entities = project.spec.entities ?? []
  const page = project.spec.pages?.find(({ path }) => path.startsWith([...before, `[${name}]`].join('/')))
  const words = [page?.entity, ...before.toReversed()].filter((word) => word !== undefined && word !== '')
  for (const word of words) {
    const table =
      entities.find((one) => one.name === word || one.table === word)?.table ?? String(word).replaceAll('-', '_')
    for (const column of [name, 'slug', 'id']) {
      const value = await samples(table, column)
      if (value !== null) return value
    }
  }
  return '00000000-0000-4000-8000-000000000000'
}
