'use client'

import { useTranslations } from 'next-intl'
import type { Memory, MemoryScope as Scope } from '@/lib/domains/memory/contract'
import { cn } from '../ui/cn'
import { useSingleMutation } from '../ui/use-single-mutation'

type MemoryScopeProps = { memory: Memory; onChoose: (scope: Scope) => Promise<void> }

/** Only here, or always? Until somebody chooses, what was wanted in a project holds in that project. */
export function MemoryScope({ memory, onChoose }: MemoryScopeProps) {
  const t = useTranslations('memory.scope')
  const choosing = useSingleMutation({ mutationFn: onChoose })
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-1 text-xs leading-4">
      {memory.isScopeOpen && <span>{t('ask')}</span>}
      <div
        role="group"
        aria-label={t('label', { text: memory.text })}
        className="flex overflow-hidden rounded-md border"
      >
        {(['project', 'always'] as const).map((scope) => (
          <button
            key={scope}
            type="button"
            disabled={choosing.isPending}
            aria-pressed={memory.scope === scope}
            onClick={() => choosing.mutate(scope)}
            className={cn(
              'px-2 py-1 text-muted-foreground -outline-offset-2 hover:text-foreground',
              memory.scope === scope && 'bg-muted text-foreground',
            )}
          >
            {t(scope === 'project' ? 'only' : 'always')}
          </button>
        ))}
      </div>
    </div>
  )
}
