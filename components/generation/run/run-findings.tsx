import { useTranslations } from 'next-intl'
import type { RunView } from '@/lib/domains/runs/reduce'
import { cn } from '../../ui/cn'
import { WithCode } from '../../ui/text/with-code'
import { shownFindings } from './usage-words'

/** What the review has found so far, errors first; the report has all of it. */
export function RunFindings({
  view,
  onOpenFile,
}: {
  view: RunView
  onOpenFile: (path: string, line: number | null) => void
}) {
  const t = useTranslations('run')
  const { shown, more } = shownFindings(view)
  if (shown.length === 0) return null
  return (
    <ul aria-label={t('findings')} className="flex flex-col gap-1.5 py-1 pr-3 pl-9.5">
      {shown.map(({ key, severity, message, file, line }) => (
        <li key={key} className="flex min-w-0 flex-col text-xs leading-4">
          <span className={cn('line-clamp-3', severity === 'error' ? 'text-failed' : 'text-pending')}>
            <span className="sr-only">{t(`severity.${severity}`)}: </span>
            <WithCode text={message} />
          </span>
          {file !== undefined && (
            <button
              type="button"
              title={file}
              onClick={() => onOpenFile(file, line ?? null)}
              className={cn(
                'max-w-full self-start truncate rounded-sm font-mono text-[11px] text-muted-foreground',
                'underline decoration-input underline-offset-4 hover:text-foreground',
              )}
            >
              {file}
              {line !== undefined && `:${line}`}
            </button>
          )}
        </li>
      ))}
      {more > 0 && <li className="text-xs text-muted-foreground">{t('moreFindings', { count: more })}</li>}
    </ul>
  )
}
