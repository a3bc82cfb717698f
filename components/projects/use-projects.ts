'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { toast } from '../ui/notices/notices'
import type {
  deleteProject,
  duplicateProject,
  ListedProject,
  listProjects,
  Project,
  ProjectState,
  updateProject,
  UpdateProjectInput,
} from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { useServerList } from '../shell/use-server-list'
import { plain } from '@/lib/core/text'

const newestFirst = <T extends Project>(items: T[]): T[] =>
  items.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))

/** What the list says of a project that has just been made and has no run of its own. Pure. */
const stateOf = ({ status, currentVersion }: Project): ProjectState =>
  status ?? (currentVersion === 0 ? 'empty' : 'unchecked')

const update = (id: string, body: UpdateProjectInput) =>
  call<typeof updateProject>('PATCH /projects/{id}', { params: { id }, body })

/**
 * The caller's projects with everything the list can do to them. The page changes at once and goes back when the server
 * refuses.
 */
export function useProjects(initial: ListedProject[], cursor: string | null) {
  const t = useTranslations('projects')
  const errorText = useErrorText()
  const router = useRouter()
  const {
    items: projects,
    change,
    more,
    isReadingMore,
  } = useServerList('projects', initial, cursor, (after) =>
    call<typeof listProjects>('GET /projects', { query: { limit: 100, cursor: after } }),
  )
  const put = (project: ListedProject) =>
    change((all) => newestFirst([project, ...all.filter(({ id }) => id !== project.id)]))

  async function rename(project: ListedProject, name: string): Promise<string | null> {
    try {
      put({ ...project, ...(await update(project.id, { name })) })
      return null
    } catch (error) {
      return errorText(error, { field: 'name' })
    }
  }

  async function duplicate(project: ListedProject) {
    try {
      const made = await call<typeof duplicateProject>(
        'POST /projects/{id}/duplicate',
        { params: { id: project.id }, body: {} },
        { idempotencyKey: crypto.randomUUID() },
      )
      put({ ...made, prompt: project.prompt, pictured: null, state: stateOf(made), lastRun: null })
      toast(t('duplicated', { name: made.name }), {
        action: { label: t('open'), onClick: () => router.push(`/projects/${made.id}`) },
      })
    } catch (error) {
      toast.error(errorText(error))
    }
  }

  async function undo(project: ListedProject) {
    try {
      put({ ...project, ...(await update(project.id, { deleted: false })) })
    } catch (error) {
      toast.error(errorText(error))
    }
  }

  async function remove(project: ListedProject) {
    change((all) => all.filter(({ id }) => id !== project.id))
    try {
      await call<typeof deleteProject>('DELETE /projects/{id}', { params: { id: project.id } })
      toast(t('deleted', { name: project.name }), {
        description: t('deletedNote'),
        action: { label: t('undo'), onClick: () => void undo(project) },
        duration: 8_000,
      })
    } catch (error) {
      put(project)
      toast.error(errorText(error))
    }
  }

  return { projects, rename, duplicate, remove, more, isReadingMore }
}

/** Case and accents do not matter when one looks for a name. */

/** Does a project have these words in name, prompt or description, and is it in this state? Pure. */
export function isWanted(project: ListedProject, search: string, state: ProjectState | null): boolean {
  const words = plain(search.trim())
  return (
    (state === null || project.state === state) &&
    [project.name, project.prompt, project.description].some((text) => plain(text ?? '').includes(words))
  )
}

/**
 * Those of `projects` that are looked for. When there are more than the page holds, the server looks through the rest
 * as well.
 */
export function useFound(
  projects: ListedProject[],
  wanted: { search: string; state: ProjectState | null; isWhole: boolean },
): ListedProject[] {
  const { search, state, isWhole } = wanted
  const query = search.trim()
  const here = projects.filter((project) => isWanted(project, search, state))
  const { data = [] } = useQuery({
    queryKey: ['projects-found', query, state],
    queryFn: async ({ signal }) => {
      const filter = { ...(query !== '' && { query }), ...(state !== null && { status: state }) }
      return (await call<typeof listProjects>('GET /projects', { query: { limit: 100, ...filter } }, { signal })).items
    },
    enabled: !isWhole && (query !== '' || state !== null),
    staleTime: 0,
  })
  return [...here, ...data.filter(({ id }) => projects.every((project) => project.id !== id))]
}
