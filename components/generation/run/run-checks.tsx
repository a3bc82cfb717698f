import type { CheckView } from '@/lib/domains/runs/reduce'
import { CHECK_STATUS_TEXT, CHECK_TEXT } from '../../evidence/check-words'
import { markOf } from '../../evidence/check-line'
import { liveChecks } from '../../evidence/live-checks'
import { type MarkState, StatusMark } from '../../runs/status-mark'

/** How the stage `review` calls what a model found beside the evidence. */
const MODEL_REVIEW = 'review'

/**
 * Each check as a small mark with how much it found; the model's own review, which is no evidence and never green,
 * stands last.
 */
export function RunChecks({ checks, hasEnded }: { checks: CheckView[]; hasEnded: boolean }) {
  const review = checks.find(({ check }) => check === MODEL_REVIEW)
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 py-1 pr-3 pl-9.5">
      {liveChecks(checks).map(({ name, status, count }) => (
        <li
          key={name}
          className="flex items-center gap-1.5 text-xs text-muted-foreground"
          title={CHECK_TEXT[name].proves}
        >
          <StatusMark
            state={hasEnded && status === 'running' ? 'stopped' : markOf(status)}
            className="size-3 [&_svg]:size-2"
          />
          {CHECK_TEXT[name].name}
          {count > 0 && <span className={status === 'passed' ? 'text-pending' : 'text-failed'}>{count}</span>}
          <span className="sr-only">{CHECK_STATUS_TEXT[status]}</span>
        </li>
      ))}
      {review !== undefined && (
        <li
          className="flex items-center gap-1.5 text-xs text-muted-foreground"
          title="What a model thinks of the files; no evidence"
        >
          <StatusMark state={reviewMark(review.status, hasEnded)} className="size-3 [&_svg]:size-2" />
          Model review
          {review.findings > 0 && <span className="text-pending">{review.findings}</span>}
          <span className="sr-only">
            {review.status === 'running' ? 'running' : review.status === 'not_run' ? 'not run' : 'done'}
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
