'use client'

import { Download } from 'lucide-react'
import { getArchive, type Project } from '@/lib/domains/projects/contract'
import { addressOf } from '@/lib/http/client'
import { type EvidenceState, EvidenceBadge } from '../../projects/evidence-badge'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'

export type StudioView = 'chat' | 'files' | 'code' | 'evidence'
/** While a run waits, the plan stands where files, code and evidence will be. */
const PLAN_PANES: { value: StudioView; label: string; className?: string }[] = [
  { value: 'chat', label: 'Chat' },
  { value: 'code', label: 'Plan' },
]
const PANES: { value: StudioView; label: string; className?: string }[] = [
  { value: 'chat', label: 'Chat', className: 'lg:hidden' },
  { value: 'files', label: 'Files', className: 'lg:hidden' },
  { value: 'code', label: 'Code' },
  { value: 'evidence', label: 'Evidence' },
]

type StudioBarProps = {
  project: Project
  version: number
  status: EvidenceState
  isLive: boolean
  isPlanning: boolean
  pane: StudioView
  onPane: (pane: StudioView) => void
}

/** Which project and version one looks at, what the evidence says about it, and the way out with it. */
export function StudioBar({ project, version, status, isLive, isPlanning, pane, onPane }: StudioBarProps) {
  return (
    <div className="flex shrink-0 flex-col border-b">
      <div className="flex h-11 items-center gap-3 px-4">
        <h1 className="truncate text-sm font-medium">{project.name}</h1>
        {version > 0 && <span className="font-mono text-xs text-muted-foreground">v{version}</span>}
        {(version > 0 || isLive) && <EvidenceBadge status={status} />}
        <div className="ml-auto">
          {version > 0 && !isLive ? (
            <Button asChild size="sm">
              <a href={addressOf(getArchive, { id: project.id }, { version })} download>
                <Download />
                <span className="max-sm:sr-only">Download</span>
              </a>
            </Button>
          ) : (
            <Button size="sm" disabled title="There is something to download once the run has delivered">
              <Download />
              <span className="max-sm:sr-only">Download</span>
            </Button>
          )}
        </div>
      </div>
      <nav aria-label="Panes" className={cn('flex gap-4 border-t px-4', isPlanning ? 'lg:hidden' : 'xl:hidden')}>
        {(isPlanning ? PLAN_PANES : PANES).map(({ value, label, className }) => {
          // From 1024 px on the conversation is always there, and files stand beside the code.
          const isOn = isPlanning ? (value === 'chat') === (pane === 'chat') : pane === value
          const isOnWide = value === 'code' ? pane !== 'evidence' : isOn
          return (
            <button
              key={value}
              type="button"
              aria-pressed={isOn}
              onClick={() => onPane(value)}
              className={cn(
                '-mb-px h-9 border-b border-transparent text-sm text-muted-foreground -outline-offset-2',
                isOn && 'border-foreground font-medium text-foreground',
                isOnWide
                  ? 'lg:border-foreground lg:font-medium lg:text-foreground'
                  : 'lg:border-transparent lg:font-normal lg:text-muted-foreground',
                className,
              )}
            >
              {label}
            </button>
          )
        })}
      </nav>
    </div>
  )
}
