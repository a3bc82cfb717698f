'use client'

import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { Memory } from '@/lib/domains/memory/contract'
import { sourceKey } from './memory-words'

/** Where a memory comes from; the project it was learned in is a link. */
export function MemorySource({ memory }: { memory: Memory }) {
  const t = useTranslations('memory')
  const key = sourceKey(memory)
  const values = { path: memory.source?.path ?? '' }
  const project = memory.source?.project ?? null
  if (project === null || key === 'devora' || key === 'you' || key === 'run') return t(`source.${key}`, values)
  return t.rich(`source.${key}In`, {
    ...values,
    project: () => (
      <Link
        href={`/projects/${project.id}`}
        className="underline decoration-input underline-offset-2 hover:decoration-foreground"
      >
        {project.name}
      </Link>
    ),
  })
}
