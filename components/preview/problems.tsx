'use client'

import { useTranslations } from 'next-intl'
import type { PreviewProblem } from '@/lib/domains/preview/contract'
import { Button } from '../ui/button'

type ProblemsProps = {
  title: string
  problems: readonly PreviewProblem[]
  onOpenFile: (path: string, line: number | null) => void
}

/** Why nothing runs, place by place; each leads to its line. */
export function Problems({ title, problems, onOpenFile }: ProblemsProps) {
  const t = useTranslations('preview')
  return (
    <div role="alert" className="m-auto flex w-full max-w-130 flex-col gap-3 p-6">
      <h2 className="text-sm font-medium text-failed">{title}</h2>
      <ul className="flex flex-col gap-3">
        {problems.map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`} className="flex flex-col items-start gap-1 text-sm leading-6">
            {file !== undefined && (
              <Button
                variant="link"
                className="font-mono text-xs"
                onClick={() => onOpenFile(file, line ?? null)}
                aria-label={t('openFile', { file })}
              >
                {line === undefined ? file : t('at', { file, line })}
              </Button>
            )}
            <span className="wrap-anywhere">{message}</span>
          </li>
        ))}
      </ul>
      <p className="text-xs leading-5 text-muted-foreground">{t('notBuiltHint')}</p>
    </div>
  )
}
