'use client'

import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ListedProject } from '@/lib/domains/projects/contract'
import { ProjectList } from '../projects/project-list'
import { takePrompt } from './prompt/kept-prompt'
import { PromptBox } from './prompt/prompt-box'
import { PromptChoices } from './prompt/prompt-choices'
import { usePromptOptions } from './prompt/prompt-options'
import { useAttachments } from './prompt/use-attachments'
import { useGenerate } from './prompt/use-generate'

const LOOK_AGAIN_MS = 2_000

type ProjectsPageProps = {
  initial: ListedProject[]
  nextCursor: string | null
  isStarting: boolean
}

/** `isStarting`: somebody wrote a prompt, then created an account; the run begins now. */
export function ProjectsPage({ initial, nextCursor, isStarting }: ProjectsPageProps) {
  const t = useTranslations('projects')
  const [value, setValue] = useState('')
  const { start, isSending, error } = useGenerate()
  const options = usePromptOptions()
  const attachments = useAttachments()
  const router = useRouter()

  const isMaking = initial.some(({ state }) => state === 'running')
  useEffect(() => {
    if (!isMaking) return
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isMaking, router])

  // The prompt is taken out of the storage, so a second call finds nothing.
  const startKept = useEffectEvent(() => {
    const kept = takePrompt()
    if (kept === null) return
    setValue(kept.prompt)
    start(kept.prompt, kept.options, kept.key)
  })
  useEffect(() => {
    if (isStarting) startKept()
  }, [isStarting])

  return (
    <main id="main" className="mx-auto flex w-full max-w-270 flex-1 flex-col gap-10 px-4 py-8 sm:py-12">
      <div className="mx-auto flex w-full max-w-170 flex-col gap-3">
        <h1 className="text-2xl font-semibold tracking-tight">{t('ask')}</h1>
        <PromptBox
          label={t('ask')}
          placeholder={t('askHint')}
          value={value}
          onChange={setValue}
          onSend={(prompt) => start(prompt, { ...options.options, ...attachments.options })}
          isSending={isSending}
          error={error}
          attachments={attachments}
          choices={<PromptChoices options={options} />}
        />
      </div>
      <ProjectList initial={initial} cursor={nextCursor} />
    </main>
  )
}
