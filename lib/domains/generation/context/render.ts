import type { ChatMessage } from '../../../integrations/models/port'
import { wrapUntrusted } from '../answers/untrusted'
import type { CompressedContext, ContextFile } from './shape'

/**
 * A context as the messages of a request. What others may have written (files, and summaries made from them) stands in
 * delimited blocks; the system prompt has to carry `UNTRUSTED_RULE`.
 */

/** Stands in for the real one while sizes are estimated: as long as `randomBytes(12).toString('hex')`. */
export const BOUNDARY_SHAPE = '0'.repeat(24)

export const HEADINGS = {
  summary: 'The conversation before this, in short:',
  memories: 'What the user wants in general (the request below counts more):',
  similar: 'Projects the user has built before, for their taste only:',
  files: 'Files of the project that matter here, complete:',
  tree: 'Further files of the project, not shown:',
} as const

export const renderSummary = (summary: string, boundary: string): string =>
  wrapUntrusted(summary, { label: 'summary', maxChars: Infinity, boundary })
export const renderMemory = (memory: { text: string }): string => `- ${memory.text.replace(/\s+/g, ' ')}`
export const renderSimilar = (project: { name: string; summary: string }, boundary: string): string =>
  wrapUntrusted(project.summary, { label: project.name, maxChars: Infinity, boundary })
export const renderFile = (file: ContextFile, boundary: string): string =>
  wrapUntrusted(file.content, { label: file.path, maxChars: Infinity, boundary })
export const renderTree = (paths: readonly string[], boundary: string): string =>
  wrapUntrusted(paths.join('\n'), { label: 'paths', maxChars: Infinity, boundary })

/** @param boundary random, of 24 characters: nobody who wrote a file can have known it */
export function renderContext(context: CompressedContext, boundary: string): ChatMessage[] {
  const sections: [keyof typeof HEADINGS, string[]][] = [
    ['memories', context.memories.map(renderMemory)],
    ['similar', context.similar.map((project) => renderSimilar(project, boundary))],
    ['summary', context.summary === null ? [] : [renderSummary(context.summary, boundary)]],
    ['files', context.files.map((file) => renderFile(file, boundary))],
    ['tree', context.tree.length === 0 ? [] : [renderTree(context.tree, boundary)]],
  ]
  const background = sections
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => `${HEADINGS[name]}\n${items.join('\n')}`)
    .join('\n\n')
  return [
    ...(background === '' ? [] : [{ role: 'user', content: background } as const]),
    ...context.messages.map(({ role, text }) => ({ role, content: text })),
    { role: 'user', content: context.prompt },
  ]
}
