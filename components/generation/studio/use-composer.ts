'use client'

import { useState } from 'react'
import { usePromptOptions } from '../prompt/prompt-options'
import { useAttachments } from '../prompt/use-attachments'

/** What is being written for the next run. It belongs to the page: a pane may go and come as the window changes. */
export function useComposer() {
  const [prompt, setPrompt] = useState('')
  const options = usePromptOptions()
  const attachments = useAttachments()
  return { prompt, setPrompt, options, attachments }
}
export type Composer = ReturnType<typeof useComposer>
