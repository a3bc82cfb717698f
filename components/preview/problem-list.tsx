'use client'

import { Wrench } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { PreviewProblem } from '@/lib/domains/preview/contract'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'

/** What leads from the preview back into the project; neither is there for somebody who may only look. */
export type ProblemActions = {
  onOpenFile?: ((path: string, line: number | null) => void) | undefined
  /** A prompt that asks for the repair. */
  onRepair?: ((prompt: string) => void) | undefined
}

type Shown = PreviewProblem & { path?: string; count?: number }

/** What is wrong, place by place: each leads to its line, and to a prompt that asks for its repair. */
export function ProblemList({
  problems,
  onOpenFile,
  onRepair,
  className,
}: ProblemActions & { problems: readonly Shown[]; className?: string }) {
  const t = useTranslations('preview')
  const promptFor = usePrompt()
  return (
    <ul className={cn('flex flex-col', className)}>
      {problems.map((problem) => {
        const { file, line, message, path, count = 1 } = problem
        const place = file === undefined ? null : line === undefined ? file : t('at', { file, line })
        return (
          <li key={`${file} ${line} ${message}`} className="flex flex-col gap-1 border-b py-2.5 last:border-0">
            <p className="text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">{message}</p>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs leading-5 text-muted-foreground">
              {file !== undefined &&
                (onOpenFile === undefined ? (
                  <span className="font-mono">{place}</span>
                ) : (
                  <Button
                    variant="link"
                    className="font-mono text-xs"
                    onClick={() => onOpenFile(file, line ?? null)}
                    aria-label={t('openFile', { file })}
                  >
                    {place}
                  </Button>
                ))}
              {path !== undefined && <span className="font-mono">{t('onPage', { path })}</span>}
              {count > 1 && <span className="tabular-nums">{t('times', { count })}</span>}
              {onRepair !== undefined && (
                <Button size="sm" className="ml-auto" onClick={() => onRepair(promptFor(problem))}>
                  <Wrench className="size-3.5!" />
                  {t('repair')}
                </Button>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** What a problem says to whoever is to repair it. */
function usePrompt(): (problem: Shown) => string {
  const t = useTranslations('preview.prompt')
  return ({ message, file, line, path }) => {
    const where = path === undefined ? t('build') : t('open', { path })
    const at = file === undefined ? '' : `\n${line === undefined ? file : `${file}:${line}`}`
    return `${where}\n\n${message}${at}\n`
  }
}
