import type { ModelWindow } from './budget'

/** What a context is made of: what is gathered, and what of it a model is shown. */

export type ContextMessage = { role: 'user' | 'assistant'; text: string; id?: string }
export type ContextFile = { path: string; content: string }
export type ContextMemory = { id: string; kind: string; text: string }
export type ContextProject = { projectId: string; name: string; summary: string }

export type ContextInput = {
  prompt: string
  /** The conversation before the prompt, oldest first. */
  messages: readonly ContextMessage[]
  /** Best first. */
  memories: readonly ContextMemory[]
  /** Most similar first. */
  similar: readonly ContextProject[]
  /** All text files of the project. */
  files: readonly ContextFile[]
  window: ModelWindow
  /** A model's summary; an extract is made without it, when it fails, and when it answers nothing. */
  summarise?: (messages: readonly ContextMessage[], maxTokens: number) => Promise<string>
}

/** `summarised`: its gist is in the summary; `cut`: beginning and end are there; `dropped`: not there at all. */
export type Exclusion = {
  what: 'prompt' | 'message' | 'memory' | 'project' | 'file'
  name: string
  how: 'summarised' | 'cut' | 'dropped'
}

export type CompressedContext = {
  prompt: string
  messages: ContextMessage[]
  /** Of the messages before those; null when there are none. */
  summary: string | null
  memories: ContextMemory[]
  similar: ContextProject[]
  /** Complete, the most relevant first. */
  files: ContextFile[]
  /** Paths of files that are not shown. */
  tree: string[]
  exclusions: Exclusion[]
  /** Estimates: what may be used, what everything would have taken, what it takes now, and the difference. */
  tokens: { limit: number; before: number; after: number; saved: number }
}
