import { ProjectsPage } from '@/components/generation/projects-page'
import { listProjects } from '@/lib/domains/projects/list-projects'
import { requirePage } from '@/lib/web'

export const metadata = { title: 'Projects' }

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const isStarting = (await searchParams).start === '1'
  const { ctx, who } = await requirePage(isStarting ? '/projects?start=1' : '/projects')
  const { items, nextCursor } = await listProjects(ctx, who, { limit: 100 })
  return <ProjectsPage initial={items} nextCursor={nextCursor} isStarting={isStarting} />
}
