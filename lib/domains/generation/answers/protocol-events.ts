import type { EditBlock } from './diff-blocks'

/** What a reader of the file protocol tells of an answer while it comes, and by which rules something is not taken. */

export const PROTOCOL_RULES = [
  'bad-path',
  'not-owner',
  'unfinished-file',
  'file-too-large',
  'too-many-files',
  'answer-too-large',
  'empty-file',
  'malformed-edit',
] as const
export type ProtocolRule = (typeof PROTOCOL_RULES)[number]

export type ProtocolEvent =
  | { type: 'file-started'; path: string; kind: 'file' | 'edit' }
  /** The next whole lines of a file, for people to watch; never to be stored. */
  | { type: 'file-progress'; path: string; text: string }
  | { type: 'file-done'; path: string; content: string }
  | { type: 'edit-done'; path: string; blocks: EditBlock[] }
  | { type: 'delete-done'; path: string }
  /** `<none/>`: the writer says that nothing of its own has to change. */
  | { type: 'nothing-to-do' }
  | { type: 'problem'; rule: ProtocolRule; message: string; path?: string }

export type ProtocolLimits = { fileChars: number; answerChars: number; files: number }

/** How the answer ended: `cut` when the connection broke. Only what was closed before counts, whatever the reason. */
export type EndReason = 'stop' | 'length' | 'cut'
