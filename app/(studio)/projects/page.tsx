import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ProjectsPage } from '@/components/generation/projects-page'
import { listProjects } from '@/lib/domains/projects/list-projects'
import { requirePage } from '@/lib/web'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('projects')
  return { title: t('title') }
}

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const isStarting = (await searchParams).start === '1'
  const { ctx, who } = await requirePage(isStarting ? '/projects?start=1' : '/projects')
  const projects = await listProjects(ctx, who, { limit: 100 })
  return <ProjectsPage initial={projects.items} nextCursor={projects.nextCursor} isStarting={isStarting} />
}
