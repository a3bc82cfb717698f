import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { chooseRun } from '@/components/generation/studio/choose-run'
import { wantedVersion } from '@/components/generation/studio/wanted-version'
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
  return { title: (await findProject((await params).id))?.name ?? (await getTranslations('studio'))('title') }
}

export default async function StudioPage({ params, searchParams }: Props) {
  const { id } = await params
  const { run, version } = await searchParams
  const asked = new URLSearchParams(
    Object.entries({ run, version }).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const { ctx, who } = await requirePage(`/projects/${id}${asked.size > 0 ? `?${asked}` : ''}`)
  const project = await findProject(id)
  if (project === null) notFound()
  // The files of the version that will be shown, asked for by its number: another may become the newest meanwhile.
  const wanted = wantedVersion(asked.get('version'), project.currentVersion)
  const shown = wanted ?? project.currentVersion
  const [messages, versions, tree, runs] = await Promise.all([
    listMessages(ctx, who, { id, limit: 100 }),
    listVersions(ctx, who, { id, limit: 100 }),
    shown === 0 ? null : listFiles(ctx, who, { id, version: shown }),
    listRuns(ctx, who, { projectId: id, limit: 20 }),
  ])
  const wantedRun = asked.get('run')
  const followed = chooseRun(runs.items, wantedRun)
  const picture = followed === null ? null : await readRunState(ctx, who, followed)
  return (
    <Studio
      key={id}
      initial={{ project, messages: messages.items, versions: versions.items, runs: runs.items }}
      initialFiles={{ version: shown, files: tree?.items ?? [] }}
      wantedRun={wantedRun}
      picture={picture}
    />
  )
}
