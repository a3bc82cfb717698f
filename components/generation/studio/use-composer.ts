'use client'

import { useState } from 'react'
import { usePromptOptions } from '../prompt/prompt-options'
import { useAttachments } from '../prompt/use-attachments'

/** What is being written for the next run. It belongs to the page: a pane may go and come as the window changes. */
export function useComposer() {
  const [prompt, setPrompt] = useState('')
  const [suggestions, setSuggestions] = useState(0)
  const options = usePromptOptions()
  const attachments = useAttachments()
  return {
    prompt,
    setPrompt,
    options,
    attachments,
    /** How often a prompt was suggested: each time the box is where one goes on. */
    suggestions,
    /** What is already being written stays. */
    suggest(text: string) {
      setPrompt((before) => (before.trim() === '' ? text : `${before.trimEnd()}\n\n${text}`))
      setSuggestions((count) => count + 1)
    },
  }
}
export type Composer = ReturnType<typeof useComposer>
