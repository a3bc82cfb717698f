import type { Database } from '../../../supabase-local/database.ts'
import { quoteIdentifier } from '../../../supabase-local/database.ts'
import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { appRoutes } from '../syntax/app-routes.ts'

/** A page to visit: the file that shows it, its address as it is written, and one that can be opened. */
export type Visit = { file: string; route: string; path: string; isSample: boolean }

/** More pages than these say nothing new about how a project is made. */
const MAX_PAGES = 200

/** Every page of the application; where its address names a row, one of the rows that are there. */
export async function visitsOf(project: ProjectUnderCheck, database: Database): Promise<Visit[]> {
  const { pages } = appRoutes([...project.files.keys()].sort(byCodeUnit))
  const visits: Visit[] = []
  for (const { path: file, route } of pages.slice(0, MAX_PAGES)) {
    const path = await filledIn(route, project, database)
    visits.push({ file, route, path, isSample: path !== route })
  }
  return visits
}

async function filledIn(route: string, project: ProjectUnderCheck, database: Database): Promise<string> {
  const parts = route.split('/')
  const filled: string[] = []
  for (const [at, part] of parts.entries()) {
    const [, name] = /^\[\[?(?:\.\.\.)?([^\]]+)\]?\]$/.exec(part) ?? []
    if (name === undefined) filled.push(part)
    else if (!part.startsWith('[['))
      filled.push(encodeURIComponent(await sampleOf(parts.slice(0, at), name, project, database)))
  }
  return filled.join('/') || '/'
}

/** A row of the table that the address is about: `/recipes/[id]` is about `recipes`. */
async function sampleOf(
  before: string[],
  name: string,
  project: ProjectUnderCheck,
  database: Database,
): Promise<string> {
  const entities = project.spec.entities ?? []
  const page = project.spec.pages?.find(({ path }) => path.startsWith([...before, `[${name}]`].join('/')))
  const words = [page?.entity, ...before.toReversed()].filter((word) => word !== undefined && word !== '')
  for (const word of words) {
    const table =
      entities.find((one) => one.name === word || one.table === word)?.table ?? String(word).replaceAll('-', '_')
    for (const column of [name, 'slug', 'id']) {
      const sql = `select ${quoteIdentifier(column)}::text as value from public.${quoteIdentifier(table)} where ${quoteIdentifier(column)} is not null limit 1`
      const rows = await database.query<{ value: string }>(sql, [], { role: 'service_role' }).catch(() => null)
      if (rows?.rows[0] !== undefined) return rows.rows[0].value
    }
  }
  return '00000000-0000-4000-8000-000000000000'
}
