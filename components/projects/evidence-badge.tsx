import { CircleCheck, CircleDashed, CircleDot, CircleMinus, CirclePause } from 'lucide-react'
import { Badge } from '../ui/badge'

export type EvidenceState = 'verified' | 'built' | 'incomplete' | 'checking' | 'planned' | null

const SHOWN = {
  built: { tone: 'proven', text: 'Built', icon: CircleCheck, title: 'Every check passed, and next build too' },
  verified: {
    tone: 'proven',
    text: 'Verified',
    icon: CircleCheck,
    title: 'Every check ran on exactly these files and passed',
  },
  incomplete: { tone: 'pending', text: 'Incomplete', icon: CircleMinus, title: 'Some checks failed or did not run' },
  checking: { tone: 'neutral', text: 'In progress', icon: CircleDot, title: 'Being made' },
  planned: { tone: 'pending', text: 'Plan', icon: CirclePause, title: 'The run waits for you to confirm its plan' },
  none: { tone: 'neutral', text: 'Not checked', icon: CircleDashed, title: 'No check has run on these files' },
} as const

/** What the evidence says about a version. Text and shape carry the meaning; colour repeats it. */
export function EvidenceBadge({ status, className }: { status: EvidenceState; className?: string }) {
  const { tone, text, icon: Icon, title } = SHOWN[status ?? 'none']
  return (
    <Badge tone={tone} title={title} className={className}>
      <Icon aria-hidden />
      {text}
    </Badge>
  )
}
