import { useTranslations } from 'next-intl'
import type { CheckName } from '@/lib/domains/evidence/contract'
import type { CheckView } from '@/lib/domains/runs/reduce'
import { markOf } from '../../evidence/check-line'
import { liveChecks } from '../../evidence/live-checks'
import { type MarkState, StatusMark } from '../../runs/status-mark'

/** How the stage `review` calls what a model found beside the evidence. */
const MODEL_REVIEW = 'review'

type RunChecksProps = { checks: CheckView[]; hasEnded: boolean; onCallCheck: (check: CheckName) => void }

/**
 * Each check as a small mark with how much it found; the model's own review, which is no evidence and never green,
 * stands last.
 */
export function RunChecks({ checks, hasEnded, onCallCheck }: RunChecksProps) {
  const t = useTranslations('evidence')
  const review = checks.find(({ check }) => check === MODEL_REVIEW)
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 py-1 pr-3 pl-9.5">
      {liveChecks(checks).map(({ name, status, count }) => (
        <li key={name}>
          <button
            type="button"
            title={t('showCheck', { check: t(`checks.${name}.name`), proves: t(`checks.${name}.proves`) })}
            onClick={() => onCallCheck(name)}
            className="flex items-center gap-1.5 rounded-sm text-xs text-muted-foreground hover:text-foreground"
          >
            <StatusMark
              state={hasEnded && status === 'running' ? 'stopped' : markOf(status)}
              className="size-3 [&_svg]:size-2"
            />
            {t(`checks.${name}.name`)}
            {count > 0 && <span className={status === 'passed' ? 'text-pending' : 'text-failed'}>{count}</span>}
            <span className="sr-only">{t(`status.${status}`)}</span>
          </button>
        </li>
      ))}
      {review !== undefined && (
        <li className="flex items-center gap-1.5 text-xs text-muted-foreground" title={t('modelReviewTitle')}>
          <StatusMark state={reviewMark(review.status, hasEnded)} className="size-3 [&_svg]:size-2" />
          {t('modelReview')}
          {review.findings > 0 && <span className="text-pending">{review.findings}</span>}
          <span className="sr-only">
            {t(review.status === 'running' || review.status === 'not_run' ? `status.${review.status}` : 'reviewed')}
          </span>
        </li>
      )}
    </ul>
  )
}

function reviewMark(status: string, hasEnded: boolean): MarkState {
  if (status === 'running') return hasEnded ? 'stopped' : 'running'
  return status === 'not_run' ? 'stopped' : 'done'
}
