'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { deleteProject, listProjects, type Project, updateProject } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'

const textOf = (error: unknown): string =>
  error instanceof ApiError ? error.problem.detail : 'That did not work. Try again.'
const newestFirst = (items: Project[]): Project[] => items.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))

/**
 * The maker's projects with everything the list can do to them. The page changes at once and goes back when the server
 * refuses.
 */
export function useProjects(initial: Project[], cursor: string | null) {
  const [projects, setProjects] = useState(initial)
  const [nextCursor, setNextCursor] = useState(cursor)
  // The server has looked again (`router.refresh`): its list is the truth.
  const [seen, setSeen] = useState(initial)
  if (seen !== initial) {
    setSeen(initial)
    setProjects(initial)
    setNextCursor(cursor)
  }
  const put = (project: Project) =>
    setProjects((all) => newestFirst([...all.filter((one) => one.id !== project.id), project]))
  const drop = (id: string) => setProjects((all) => all.filter((one) => one.id !== id))

  async function rename(id: string, name: string): Promise<string | null> {
    try {
      put(await call(updateProject, { params: { id }, body: { name } }))
      return null
    } catch (error) {
      return (error instanceof ApiError ? error.reasonFor('name') : undefined) ?? textOf(error)
    }
  }

  async function undo(project: Project) {
    try {
      put(await call(updateProject, { params: { id: project.id }, body: { deleted: false } }))
    } catch (error) {
      toast.error(textOf(error))
    }
  }

  async function remove(project: Project) {
    drop(project.id)
    try {
      await call(deleteProject, { params: { id: project.id } })
      toast(`“${project.name}” is deleted`, {
        description: 'It can be brought back for 30 days.',
        action: { label: 'Undo', onClick: () => void undo(project) },
        duration: 8_000,
      })
    } catch (error) {
      put(project)
      toast.error(textOf(error))
    }
  }

  async function more() {
    if (nextCursor === null) return
    try {
      const page = await call(listProjects, { query: { limit: 100, cursor: nextCursor } })
      setProjects((all) => [...all, ...page.items.filter((item) => all.every((one) => one.id !== item.id))])
      setNextCursor(page.nextCursor)
    } catch (error) {
      toast.error(textOf(error))
    }
  }

  return { projects, rename, remove, more: nextCursor === null ? null : more }
}
