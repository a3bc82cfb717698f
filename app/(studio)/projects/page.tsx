import { ProjectsPage } from '@/components/generation/projects-page'
import { listProjects } from '@/lib/domains/projects/list-projects'
import { listRuns } from '@/lib/domains/runs/list-runs'
import { requirePage } from '@/lib/web'

export const metadata = { title: 'Projects' }

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const isStarting = (await searchParams).start === '1'
  const { ctx, who } = await requirePage(isStarting ? '/projects?start=1' : '/projects')
  const [projects, running, queued, waiting] = await Promise.all([
    listProjects(ctx, who, { limit: 100 }),
    listRuns(ctx, who, { limit: 100, status: 'running' }),
    listRuns(ctx, who, { limit: 100, status: 'queued' }),
    listRuns(ctx, who, { limit: 100, status: 'waiting' }),
  ])
  const projectsOf = (runs: typeof running.items) => runs.flatMap((run) => run.projectId ?? [])
  return (
    <ProjectsPage
      initial={projects.items}
      nextCursor={projects.nextCursor}
      making={projectsOf([...running.items, ...queued.items])}
      waiting={projectsOf(waiting.items)}
      isStarting={isStarting}
    />
  )
}
