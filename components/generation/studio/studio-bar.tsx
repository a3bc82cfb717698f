'use client'

import { Download as DownloadIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { getArchive, Project } from '@/lib/domains/projects/contract'
import { addressOf } from '@/lib/http/client'
import { type EvidenceState, EvidenceBadge } from '../../projects/evidence-badge'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import type { Middle } from './middle'
import { ProjectMenu } from './project-menu'
import type { PaneName } from './panes/studio-panes'

type StudioBarProps = {
  project: Project
  version: number
  status: EvidenceState
  /** How much of what was asked is proven. */
  asked: Project['asked']
  isLive: boolean
  isPlanning: boolean
  /** The plan asks something first. */
  isAsking: boolean
  pane: PaneName
  onPane: (pane: PaneName) => void
  middle: Middle | null
  onMiddle: (middle: Middle) => void
  onRenamed: () => Promise<void>
}

/** Which project and version one looks at, what its report says, and the way out with it. */
export function StudioBar(props: StudioBarProps) {
  const { project, version, status, asked, isLive, onRenamed } = props
  const t = useTranslations('studio')
  return (
    <div className="flex shrink-0 flex-col border-b">
      <div className="flex h-11 items-center gap-3 px-4">
        <h1 className="truncate text-sm font-medium">{project.name}</h1>
        <ProjectMenu project={project} version={isLive ? project.currentVersion : version} onRenamed={onRenamed} />
        {version > 0 && (
          <span className="font-mono text-xs text-muted-foreground">
            <span className="sr-only">{t('version')} </span>v{version}
          </span>
        )}
        {(version > 0 || isLive) && <EvidenceBadge status={status} asked={asked} className="max-sm:hidden" />}
        <Download projectId={project.id} version={isLive ? 0 : version} />
      </div>
      <PaneChoice {...props} />
    </div>
  )
}

/** The shown version as an archive; `version` 0: there is none to be had now. */
function Download({ projectId, version }: { projectId: string; version: number }) {
  const t = useTranslations('studio')
  const face = (
    <>
      <DownloadIcon />
      <span className="max-sm:sr-only">{t('download')}</span>
    </>
  )
  return (
    <div className="ml-auto">
      {version > 0 ? (
        <Button asChild size="sm">
          <a href={addressOf<typeof getArchive>('/projects/{id}/archive', { id: projectId }, { version })} download>
            {face}
          </a>
        </Button>
      ) : (
        <Button size="sm" disabled title={t('downloadLater')}>
          {face}
        </Button>
      )}
    </div>
  )
}

type Choice = PaneName | 'preview'
type PaneChoiceProps = Pick<StudioBarProps, 'isPlanning' | 'isAsking' | 'pane' | 'onPane' | 'middle' | 'onMiddle'>

/** Which pane is looked at, where there is no room for all. The application is a choice of its own beside the code. */
function PaneChoice({ isPlanning, isAsking, pane, onPane, middle, onMiddle }: PaneChoiceProps) {
  const t = useTranslations('studio')
  const choices: readonly Choice[] = isPlanning ? ['chat', 'code'] : ['chat', 'preview', 'files', 'code', 'report']
  const isMiddle = (name: Choice): boolean => name === 'preview' || name === 'code'
  const choose = (name: Choice): void => {
    if (!isPlanning && (name === 'preview' || name === 'code')) onMiddle(name)
    onPane(name === 'preview' ? 'code' : name)
  }
  return (
    <nav
      aria-label={t('panes.label')}
      className={cn('flex gap-4 border-t px-4', isPlanning ? 'lg:hidden' : 'xl:hidden')}
    >
      {choices.map((name) => {
        const isOn = isPlanning
          ? (name === 'chat') === (pane === 'chat')
          : isMiddle(name)
            ? pane === 'code' && name === middle
            : pane === name
        // From 1024 px on the conversation is always there, and files stand beside the code.
        const isOnWide = isMiddle(name) ? pane !== 'report' && name === middle : isOn
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isOn}
            onClick={() => choose(name)}
            className={cn(
              '-mb-px h-9 border-b border-transparent text-sm text-muted-foreground -outline-offset-2',
              isOn && 'border-foreground font-medium text-foreground',
              isOnWide
                ? 'lg:border-foreground lg:font-medium lg:text-foreground'
                : 'lg:border-transparent lg:font-normal lg:text-muted-foreground',
              !isPlanning && (name === 'chat' || name === 'files') && 'lg:hidden',
            )}
          >
            {t(`panes.${isPlanning && name === 'code' ? (isAsking ? 'questions' : 'plan') : name}`)}
          </button>
        )
      })}
    </nav>
  )
}
