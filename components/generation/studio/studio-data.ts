import type { QueryClient } from '@tanstack/react-query'
import type {
  FileEntry,
  getProject,
  listFiles,
  listMessages,
  listVersions,
  Message,
  Project,
  Version,
} from '@/lib/domains/projects/contract'
import type { listRuns, Run } from '@/lib/domains/runs/contract'
import { call } from '@/lib/http/client'

/** What the page knows of a project; asked for together, so that its version and its versions are of one moment. */
export type StudioData = { project: Project; messages: Message[]; versions: Version[]; runs: Run[] }

export const studioKey = (id: string) => ['project', id, 'studio'] as const
/** A version never changes, so its files are asked for once. */
export const filesKey = (id: string, version: number) => ['project', id, 'files', version] as const

export const loadFiles = async (id: string, version: number, signal?: AbortSignal): Promise<FileEntry[]> =>
  (
    await call<typeof listFiles>(
      'GET /projects/{id}/files',
      { params: { id }, query: { version } },
      signal === undefined ? {} : { signal },
    )
  ).items

/** All of it: the list gives the oldest first, and the newest are the ones that matter. */
async function loadMessages(id: string, signal: AbortSignal): Promise<Message[]> {
  const all: Message[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) }
    const page: { items: Message[]; nextCursor: string | null } = await call<typeof listMessages>(
      'GET /projects/{id}/messages',
      { params: { id }, query },
      { signal },
    )
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

/** The files of the current version come along: when the page turns to a new version, its tree is there already. */
export async function loadStudio(client: QueryClient, id: string, signal: AbortSignal): Promise<StudioData> {
  const params = { id }
  const project = await call<typeof getProject>('GET /projects/{id}', { params }, { signal })
  const version = project.currentVersion
  const [messages, versions, runs] = await Promise.all([
    loadMessages(id, signal),
    call<typeof listVersions>('GET /projects/{id}/versions', { params, query: { limit: 100 } }, { signal }),
    call<typeof listRuns>('GET /runs', { query: { projectId: id, limit: 20 } }, { signal }),
    version === 0
      ? null
      : client.ensureQueryData({
          queryKey: filesKey(id, version),
          queryFn: () => loadFiles(id, version),
          staleTime: Infinity,
        }),
  ])
  return { project, messages, versions: versions.items, runs: runs.items }
}
