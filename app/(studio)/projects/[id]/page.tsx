import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { chooseRun } from '@/components/generation/studio/choose-run'
import { Studio } from '@/components/generation/studio/studio'
import { AppError } from '@/lib/core/errors'
import type { Project } from '@/lib/domains/projects/contract'
import { getProject } from '@/lib/domains/projects/get-project'
import { listFiles } from '@/lib/domains/projects/list-files'
import { listMessages } from '@/lib/domains/projects/list-messages'
import { listVersions } from '@/lib/domains/projects/list-versions'
import { readRunState } from '@/lib/domains/runs/read-run-state'
import { listRuns } from '@/lib/domains/runs/list-runs'
import { pageContext, requirePage } from '@/lib/web'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Null for a project that is missing or somebody else's. Asked once per request, by the title and by the page. */
const findProject = cache(async (id: string): Promise<Project | null> => {
  const { ctx, who } = await pageContext()
  if (who === null) return null
  return getProject(ctx, who, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findProject((await params).id))?.name ?? 'Studio' }
}

export default async function StudioPage({ params, searchParams }: Props) {
  const { id } = await params
  const { run } = await searchParams
  const { ctx, who } = await requirePage(
    `/projects/${id}${typeof run === 'string' ? `?run=${encodeURIComponent(run)}` : ''}`,
  )
  const project = await findProject(id)
  if (project === null) notFound()
  const [messages, versions, tree, runs] = await Promise.all([
    listMessages(ctx, who, { id, limit: 100 }),
    listVersions(ctx, who, { id, limit: 100 }),
    project.currentVersion === 0 ? null : listFiles(ctx, who, { id }),
    listRuns(ctx, who, { projectId: id, limit: 20 }),
  ])
  const wantedRun = typeof run === 'string' ? run : null
  const followed = chooseRun(runs.items, wantedRun)
  const picture = followed === null ? null : await readRunState(ctx, who, followed)
  return (
    <Studio
      key={id}
      initial={{
        project,
        messages: messages.items,
        versions: versions.items,
        files: tree?.items ?? [],
        runs: runs.items,
      }}
      wantedRun={wantedRun}
      picture={picture}
    />
  )
}
