import { CircleCheck, CircleDashed, CircleDot, CircleMinus, CirclePause, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ProjectState } from '@/lib/domains/projects/contract'
import { Badge } from '../ui/badge'

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

/**
 * What the evidence says about a version, or the list about a project. Text and shape carry the meaning; colour repeats
 * it. Null: no check has run.
 */
export function EvidenceBadge({ status, className }: { status: EvidenceState; className?: string }) {
  const t = useTranslations('projects')
  const state = status === 'checking' || status === 'planned' ? FOLLOWED[status] : (status ?? 'unchecked')
  const { tone, icon: Icon } = SHOWN[state]
  return (
    <Badge tone={tone} title={t(`stateNotes.${state}`)} className={className}>
      <Icon aria-hidden />
      {t(`states.${state}`)}
    </Badge>
  )
}
