'use client'

import { useTranslations } from 'next-intl'
import { cn } from '../ui/cn'

const STAGES = ['build', 'load', 'database', 'page'] as const

/** What is being done until the first page stands there. */
export function PreviewProgress({ stage }: { stage: string }) {
  const t = useTranslations('preview.stage')
  const current = STAGES.findIndex((name) => name === stage)
  if (current === -1) return null
  return (
    <div role="status" className="absolute inset-0 flex bg-background">
      <ol className="m-auto flex flex-col gap-2 p-6 text-sm">
        {STAGES.map((name, at) => (
          <li
            key={name}
            aria-hidden={at !== current}
            className={cn('flex items-center gap-3', at > current ? 'text-muted-foreground' : 'text-foreground')}
          >
            <span
              className={cn(
                'size-1.5 rounded-full',
                at < current ? 'bg-proven-fill' : at === current ? 'animate-pulse bg-pending-fill' : 'bg-border',
                'motion-reduce:animate-none',
              )}
            />
            {t(name)}
          </li>
        ))}
      </ol>
    </div>
  )
}
