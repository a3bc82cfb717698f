import type { DbLike } from '../../../core/db/db'
import { type ListedProject, MAX_PROMPT_LINE, type ProjectState } from '../contract'
import { type ProjectRow, toProject } from '../store'
import { plain } from '../../../core/text'

/**
 * Position in a list of projects. Both parts are compared, so rows of the same millisecond are neither lost nor
 * repeated.
 */
export type ProjectPosition = { updatedAt: Date; id: string }

export type ListOptions = {
  deletedSince?: Date
  query?: string | undefined
  state?: ProjectState | undefined
  after: ProjectPosition | null
  take: number
}

type ListedRow = ProjectRow & {
  prompt: string | null
  pictured: number | null
  state: string
  runId: string | null
  runKind: string | null
  runStatus: string | null
  runCreatedAt: Date | null
  runEndedAt: Date | null
}

/** What is searched for, without case and accents as the columns are in SQL, so that it stands for itself. */
const literal = (text: string): string => `%${plain(text).replace(/[\\%_]/g, '\\$&')}%`

/** The first line that says something. */
const firstLine = (text: string | null): string | null =>
  text
    ?.split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
    ?.slice(0, MAX_PROMPT_LINE)
    .toWellFormed() ?? null

/**
 * Somebody's projects, last changed first, each with its first prompt and its newest run. One statement: the page that
 * shows them asks every few seconds while something is being made.
 */
export async function selectProjects(db: DbLike, ownerId: string, options: ListOptions): Promise<ListedProject[]> {
  const { after, deletedSince = null, state = null, take } = options
  const search = options.query === undefined || options.query === '' ? null : literal(options.query)
  const [at, id] = [after?.updatedAt ?? null, after?.id ?? null]
  const rows = await db.$queryRaw<ListedRow[]>`
    with listed as (
      select p.id, p.name, p.description, p."currentVersion", p."currentStatus", p."currentAsked",
        p."createdAt", p."updatedAt",
        said.text as prompt, (select max(t.version) from thumbnail t where t."projectId" = p.id) as pictured,
        newest.id as "runId", newest.kind as "runKind", newest.status as "runStatus",
        newest."createdAt" as "runCreatedAt", newest."endedAt" as "runEndedAt",
        case
          when exists (select 1 from run r where r."projectId" = p.id and r.status = 'waiting') then 'waiting'
          when exists (select 1 from run r where r."projectId" = p.id and r."endedAt" is null) then 'running'
          when p."currentVersion" > 0 then coalesce(p."currentStatus", 'unchecked')
          when newest.status = 'failed' then 'failed'
          else 'empty'
        end as state
      from project p
      left join lateral (
        select left(m.text, 2000) as text from message m
        where m."projectId" = p.id and m.role = 'user' order by m.id limit 1
      ) said on true
      left join lateral (
        select r.id, r.kind, r.status, r."createdAt", r."endedAt" from run r
        where r."projectId" = p.id order by r.id desc limit 1
      ) newest on true
      where p."ownerId" = ${ownerId}
        and case when ${deletedSince}::timestamptz is null then p."deletedAt" is null
          else p."deletedAt" >= ${deletedSince}::timestamptz end
        and (${at}::timestamptz is null or (p."updatedAt", p.id) < (${at}::timestamptz, ${id}::text))
    )
    select * from listed
    where (${state}::text is null or state = ${state}::text)
      and (${search}::text is null or regexp_replace(
        normalize(lower(concat_ws(' ', name, description, prompt)), NFD), '[\u0300-\u036f]', '', 'g'
      ) like ${search}::text)
    order by "updatedAt" desc, id desc
    limit ${take}`
  return rows.map(toListed)
}

function toListed(row: ListedRow): ListedProject {
  const { prompt, pictured, state, runId, runKind, runStatus, runCreatedAt, runEndedAt, ...project } = row
  return {
    ...toProject(project),
    prompt: firstLine(prompt),
    pictured,
    state: state as ProjectState,
    lastRun:
      runId === null || runKind === null || runCreatedAt === null
        ? null
        : {
            id: runId,
            kind: runKind,
            status: runStatus as NonNullable<ListedProject['lastRun']>['status'],
            createdAt: runCreatedAt.toISOString(),
            endedAt: runEndedAt?.toISOString() ?? null,
          },
  }
}
