'use client'

import { useTranslations } from 'next-intl'
import type { PreviewProblem } from '@/lib/domains/preview/contract'
import { type ProblemActions, ProblemList } from './problem-list'

type BuildProblemsProps = ProblemActions & { title: string; problems: readonly PreviewProblem[] }

/** Why nothing runs. */
export function BuildProblems({ title, problems, ...actions }: BuildProblemsProps) {
  const t = useTranslations('preview')
  return (
    <div role="alert" className="m-auto flex w-full max-w-140 flex-col gap-3 p-6">
      <h2 className="text-sm font-medium text-failed">{title}</h2>
      <ProblemList problems={problems} {...actions} />
      {actions.onRepair !== undefined && <p className="text-xs leading-5 text-muted-foreground">{t('notBuiltHint')}</p>}
    </div>
  )
}
