import type { ChatMessage } from '../../../integrations/models/port'
import type { EditRule } from '../answers/apply-edits'
import type { ProtocolRule } from '../answers/protocol-events'

/** Why a file of an answer was not taken. */
export type FileProblem = { rule: ProtocolRule | EditRule | 'unusable-file'; message: string; path?: string }

/**
 * What a model is asked after an answer that was cut, empty or faulty. Its own files are shown to it again as far as
 * there is room.
 */

function receivedText(done: ReadonlyMap<string, string>, maxChars: number): string {
  let left = maxChars
  const parts: string[] = []
  for (const [path, content] of done) {
    const text = `<file path="${path}">\n${content}</file>`
    if (text.length <= left) parts.push(text)
    left -= Math.min(text.length, left)
  }
  return parts.length > 0 ? parts.join('\n\n') : '(files, not repeated here)'
}

const listed = (paths: readonly string[]): string => paths.map((path) => `- ${path}`).join('\n')
const problemsText = (problems: readonly FileProblem[]): string =>
  problems
    .slice(0, 30)
    .map((one) => `- ${one.path ?? 'a file'}: ${one.message}`)
    .join('\n')

/** The same message with a last paragraph more; images stay where they are. */
const saidMore = (task: ChatMessage, text: string): ChatMessage =>
  typeof task.content === 'string'
    ? { role: 'user', content: `${task.content}\n\n${text}` }
    : { role: 'user', content: [...task.content, { type: 'text', text }] }

const after = (task: ChatMessage, done: ReadonlyMap<string, string>, maxChars: number, text: string): ChatMessage[] =>
  done.size === 0
    ? [saidMore(task, text)]
    : [task, { role: 'assistant', content: receivedText(done, maxChars) }, { role: 'user', content: text }]

export function continueRequest(
  task: ChatMessage,
  done: ReadonlyMap<string, string>,
  wanted: readonly string[],
  problems: readonly FileProblem[],
  maxChars: number,
): ChatMessage[] {
  const unfinished = problems.filter((one) => one.rule === 'unfinished-file').flatMap((one) => one.path ?? [])
  const rest = [...new Set([...unfinished, ...wanted])]
  const parts = [
    `Your answer was cut off. Received whole:\n${listed([...done.keys()])}`,
    rest.length > 0
      ? `Write the files that are missing, each one whole from its beginning:\n${listed(rest)}`
      : 'Write the files that are still missing, each one whole. When none is missing, answer <none/>.',
    'Do not repeat files that were received. Nothing but <file> blocks.',
  ]
  return after(task, done, maxChars, parts.join('\n\n'))
}

/** After prose. The bad answer is not shown again: a model takes its own mistake for an example. */
export function strictRequest(task: ChatMessage, wanted: readonly string[]): ChatMessage[] {
  const first = wanted[0] ?? 'app/page.tsx'
  const text = [
    'IMPORTANT: your answer must consist of files in the format <file path="…"> … </file> and of nothing else. No explanation, no questions, no Markdown.',
    `The very first line of your answer is <file path="${first}"> or an <edit path="…"> of an existing file.`,
  ]
  return after(task, new Map(), 0, text.join('\n'))
}

export function repairRequest(
  task: ChatMessage,
  done: ReadonlyMap<string, string>,
  wanted: readonly string[],
  problems: readonly FileProblem[],
  maxChars: number,
): ChatMessage[] {
  const parts: string[] = []
  if (problems.length > 0)
    parts.push(
      `These parts of your answer could not be used:\n${problemsText(problems)}\nWrite each of these files again, whole, with <file>.`,
    )
  if (wanted.length > 0) parts.push(`These files are missing:\n${listed(wanted)}\nWrite them whole.`)
  if (parts.length === 0) parts.push('Your answer held no file.')
  parts.push('Do not repeat files that are fine. Nothing but <file> blocks.')
  return after(task, done, maxChars, parts.join('\n\n'))
}
