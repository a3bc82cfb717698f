'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Project } from '@/lib/domains/projects/contract'
import { ProjectList } from '../projects/project-list'
import { takePrompt } from './prompt/kept-prompt'
import { PromptBox } from './prompt/prompt-box'
import { PromptChoices } from './prompt/prompt-choices'
import { usePromptOptions } from './prompt/prompt-options'
import { useAttachments } from './prompt/use-attachments'
import { useGenerate } from './prompt/use-generate'

const LOOK_AGAIN_MS = 2_000

type ProjectsPageProps = {
  initial: Project[]
  nextCursor: string | null
  making: readonly string[]
  waiting: readonly string[]
  isStarting: boolean
}

/**
 * `making`: the projects a run works on now. `waiting`: those whose run waits for its plan. `isStarting`: somebody
 * wrote a prompt, then created an account; the run begins now.
 */
export function ProjectsPage({ initial, nextCursor, making, waiting, isStarting }: ProjectsPageProps) {
  const [value, setValue] = useState('')
  const { start, isSending, error } = useGenerate()
  const options = usePromptOptions()
  const attachments = useAttachments()
  const router = useRouter()

  const isMaking = making.length > 0
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
    void start(kept.prompt, kept.options, kept.key)
  })
  useEffect(() => {
    if (isStarting) startKept()
  }, [isStarting])

  return (
    <main id="main" className="mx-auto flex w-full max-w-270 flex-1 flex-col gap-10 px-4 py-8 sm:py-12">
      <div className="mx-auto flex w-full max-w-170 flex-col gap-3">
        <h1 className="text-2xl font-semibold tracking-tight">What do you want to build?</h1>
        <PromptBox
          label="What do you want to build?"
          placeholder="Say what people keep in it, who may see what, and which pages it has"
          value={value}
          onChange={setValue}
          onSend={(prompt) => void start(prompt, { ...options.options, ...attachments.options })}
          isSending={isSending}
          error={error}
          attachments={attachments}
          choices={<PromptChoices options={options} />}
        />
      </div>
      <ProjectList initial={initial} cursor={nextCursor} making={making} waiting={waiting} />
    </main>
  )
}
