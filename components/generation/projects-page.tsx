'use client'

import { useEffect, useState } from 'react'
import type { Project } from '@/lib/domains/projects/contract'
import { ProjectList } from '../projects/project-list'
import { takePrompt } from './kept-prompt'
import { PromptBox } from './prompt-box'
import { useGenerate } from './use-generate'

type ProjectsPageProps = { initial: Project[]; nextCursor: string | null; isStarting: boolean }

/** `isStarting`: somebody wrote a prompt, then made an account; the run begins now. */
export function ProjectsPage({ initial, nextCursor, isStarting }: ProjectsPageProps) {
  const [value, setValue] = useState('')
  const { start, isSending, error } = useGenerate()

  useEffect(() => {
    if (!isStarting) return
    const kept = takePrompt()
    if (kept === null) return
    setValue(kept.prompt)
    void start(kept.prompt, kept.key)
    // Once, on arrival: the prompt is taken out of the storage, so a second call finds nothing.
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
          onSend={(prompt) => void start(prompt)}
          isSending={isSending}
          error={error}
        />
      </div>
      <ProjectList initial={initial} cursor={nextCursor} />
    </main>
  )
}
