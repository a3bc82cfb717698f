import { CircleCheck, CircleDashed, CircleDot, CircleMinus, CirclePause, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Asked, ProjectState } from '@/lib/domains/projects/contract'
import { useAskedWords } from './asked-words'
import { Badge } from '../ui/badge'
import { cn } from '../ui/cn'

/** `checking` and `planned` are what a page says that follows the run itself. */
export type EvidenceState = ProjectState | 'checking' | 'planned' | null

const FOLLOWED = { checking: 'running', planned: 'waiting' } as const satisfies Record<string, ProjectState>

const SHOWN = {
  built: { tone: 'proven', icon: CircleCheck },
  verified: { tone: 'proven', icon: CircleCheck },
  incomplete: { tone: 'pending', icon: CircleMinus },
  running: { tone: 'neutral', icon: CircleDot },
  waiting: { tone: 'pending', icon: CirclePause },
  unchecked: { tone: 'neutral', icon: CircleDashed },
  failed: { tone: 'failed', icon: CircleX },
  empty: { tone: 'neutral', icon: CircleDashed },
} as const

/** States that say something of files which were made for somebody's words. */
const JUDGED: ReadonlySet<ProjectState> = new Set(['verified', 'built', 'incomplete'])

type EvidenceBadgeProps = {
  status: EvidenceState
  asked: Asked | null
  /** What was asked stands right beside it already. */
  isAskedSaid?: boolean
  className?: string
}

/**
 * What the evidence says about a version, or the list about a project, and how much of what was asked is proven: none
 * stands without the other. Text and shape carry the meaning; colour repeats it. Null: no check has run.
 */
export function EvidenceBadge({ status, asked, isAskedSaid = false, className }: EvidenceBadgeProps) {
  const t = useTranslations('projects')
  const { short, whole } = useAskedWords()
  const state = status === 'checking' || status === 'planned' ? FOLLOWED[status] : (status ?? 'unchecked')
  const { tone, icon: Icon } = SHOWN[state]
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-2', className)}>
      <Badge tone={tone} title={t(`stateNotes.${state}`)}>
        <Icon aria-hidden />
        {t(`states.${state}`)}
      </Badge>
      {JUDGED.has(state) && !isAskedSaid && (
        <span title={whole(asked)} className="truncate text-xs text-muted-foreground">
          {short(asked)}
        </span>
      )}
    </span>
  )
}
