import { sha256 } from '../../core/crypto'
import { plainWords } from './words'

/** The rules of memories that need no database. */

/** Of preferences and facts together; so many can be looked at one by one, and nobody reads more. */
export const MAX_MEMORIES = 500

/** "always" and "never" are left out, so that the newer of two opposite statements replaces the older one. */
const POLARITY = new Set([
  'always',
  'never',
  'please',
  'i',
  'prefer',
  'use',
  'siempre',
  'nunca',
  'jamas',
  'prefiero',
  'por',
  'favor',
  'usa',
  'usar',
])

/** Two texts with one key are the same memory; the order of the words counts ("tabs, not spaces"). */
export function memoryKey(text: string, topic: string | null = null): string {
  if (topic !== null) return `topic:${topic}`
  const words = plainWords(text)
  const kept = words.filter((word) => !POLARITY.has(word))
  // Text without a word (signs, emoji) is still text.
  return `text:${sha256(kept.length > 0 ? kept.join(' ') : words.length > 0 ? words.join(' ') : text)}`
}

/** The same wish in two projects is two memories, and neither is the one that holds everywhere. */
export const scopedKey = (key: string, projectId: string | null): string =>
  projectId === null ? key : `${projectId} ${key}`
/** The key of what is said, wherever it holds: signs go by it. */
export const unscopedKey = (key: string): string => key.replace(/^prj_\w+ /, '')

/** The project that a key is of; null for what holds everywhere. */
export const projectOf = (key: string): string | null => /^(prj_\w+) /.exec(key)?.[1] ?? null

export const projectKey = (projectId: string): string => `project:${projectId}`

/** What is not a look counts as a habit once it was seen in so many different projects. */
export const PROJECTS_FOR_A_HABIT = 2
/** Of one person; whoever has shown so many choices has taught Devora enough. */
export const MAX_SIGNS = 5_000
