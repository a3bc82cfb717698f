import { refusePath } from '../../projects/file-path'
import { type EditBlock, readEditBlocks } from './edit-blocks'
import { closesFence, contentOf, pathInComment, pathInHeading, pathInInfo, readFence, unwrapLines } from './unwrap-content'

/*
 * The text protocol in which a model writes files: `<file path="…">…</file>`, `<edit path="…">` with search/replace blocks and
 * `<delete path="…"/>`; a fence that names its file is understood as well. Read while it streams. A file counts as written only
 * when its closing tag (or fence) was seen, or when the next tag proves that the model had gone on: nothing cut off is ever done.
 */

export const PROTOCOL_RULES = [
  'bad-path', 'not-owner', 'unfinished-file', 'file-too-large', 'too-many-files', 'answer-too-large', 'empty-file', 'malformed-edit',
] as const // prettier-ignore
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
const LIMITS: ProtocolLimits = { fileChars: 200_000, answerChars: 4_000_000, files: 300 }

/** How the answer ended: `cut` when the connection broke. Only what was closed before counts, whatever the reason. */
export type EndReason = 'stop' | 'length' | 'cut'

type Open = {
  kind: 'file' | 'edit'
  /** Null for a fence whose first line may still name it, or that is a mere example. */
  path: string | null
  /** The fence that opened it; null for a tag. */
  fence: string | null
  lines: string[]
  size: number
  /** Nothing of it is kept; its text is skipped up to its end. */
  isRefused: boolean
  /** Fences open inside a fenced Markdown file. */
  nested: number
}

const TAG = /^[\s>*`-]*<(file|edit|delete)\b([^>]*)>/i
const CLOSE = /<\/(?:file|edit)\s*>/i
const attribute = (text: string): string | null =>
  /(?:path|name|file|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+?))(?=\s|\/?$)/i
    .exec(text)
    ?.slice(1)
    .find((value) => value !== undefined) ?? null

/** One answer, or several that continue each other. */
export class FileProtocol {
  readonly #owns: (path: string) => boolean
  readonly #limits: ProtocolLimits
  readonly #decoder = new TextDecoder()
  #rest = ''
  #open: Open | null = null
  #heading: string | null = null
  #received = 0
  #files = 0
  #isOver = false
  #events: ProtocolEvent[] = []

  /** @param owns which paths this writer may write; anything else is refused with a problem */
  constructor(owns: (path: string) => boolean, limits: Partial<ProtocolLimits> = {}) {
    this.#owns = owns
    this.#limits = { ...LIMITS, ...limits }
  }

  /** Takes the next piece of the answer, cut anywhere, also in the middle of a character when it is bytes. */
  push(chunk: string | Uint8Array): ProtocolEvent[] {
    if (this.#isOver) return []
    const text = typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true })
    this.#received += text.length
    if (this.#received > this.#limits.answerChars) {
      this.#isOver = true
      this.#problem('answer-too-large', `The answer is longer than ${this.#limits.answerChars} characters.`, this.#open?.path)
      return this.#take()
    }
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line)
    // A line without end would be buffered without end.
    if (this.#open !== null && this.#rest.length > this.#limits.fileChars) this.#refuse('file-too-large', `A line of this file is longer than ${this.#limits.fileChars} characters.`) // prettier-ignore
    if (this.#rest.length > this.#limits.fileChars) this.#rest = ''
    return this.#take()
  }

  /** Whether the rest of the answer is not worth waiting for. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** The answer is over. What is open now was never finished, also when the model says `stop`. */
  end(reason: EndReason): ProtocolEvent[] {
    if (!this.#isOver && this.#rest !== '' && !(reason !== 'stop' && this.#mightGoOn(this.#rest))) this.#line(this.#rest.replace(/\r$/, ''))
    this.#rest = ''
    const open = this.#open
    this.#open = null
    if (open !== null && open.path !== null && !open.isRefused) {
      const why =
        reason === 'length' ? 'The answer reached its length limit' : reason === 'cut' ? 'The connection broke' : 'The answer ended'
      this.#problem('unfinished-file', `${why} before this file was closed; nothing of it was kept.`, open.path)
    }
    return this.#take()
  }

  /** In an answer that broke off, a last line that closes a file may be the beginning of one that does not. */
  #mightGoOn(line: string): boolean {
    if (this.#open === null) return false
    if (this.#open.fence !== null) return true
    const end = CLOSE.exec(line)
    return end !== null && line.slice(0, end.index).trim() !== ''
  }

  #take(): ProtocolEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  #problem(rule: ProtocolRule, message: string, path?: string | null): void {
    this.#events.push({ type: 'problem', rule, message, ...(path === undefined || path === null ? {} : { path }) })
  }

  #refuse(rule: ProtocolRule, message: string): void {
    const open = this.#open
    if (open === null || open.isRefused) return
    open.isRefused = true
    open.lines = []
    this.#problem(rule, message, open.path)
  }

  #line(line: string): void {
    if (this.#open === null) this.#outside(line)
    else if (this.#open.fence === null) this.#inTag(line)
    else this.#inFence(line)
  }

  /** Prose, until a tag or a fence begins. */
  #outside(line: string): void {
    const bare = line.replace(/^\uFEFF/, '')
    const tag = TAG.exec(bare)
    if (tag !== null) return this.#tag(tag[1]!.toLowerCase(), tag[2]!, bare.slice(tag[0].length))
    if (/^\s*<none\s*\/?>\s*$/i.test(bare)) return void this.#events.push({ type: 'nothing-to-do' })
    const fence = readFence(bare)
    if (fence !== null) {
      const path = pathInInfo(fence.info) ?? this.#heading
      this.#heading = null
      this.#open = { kind: 'file', path: null, fence: fence.mark, lines: [], size: 0, isRefused: false, nested: 0 }
      if (path !== null) this.#begin(path)
      return
    }
    const heading = pathInHeading(bare)
    if (heading !== null) this.#heading = heading
    else if (bare.trim() !== '') this.#heading = null
  }

  #tag(name: string, attributes: string, after: string): void {
    const path = attribute(attributes)
    const closed = /\/\s*$/.test(attributes)
    if (name === 'delete') {
      if (path !== null && this.#admit(path.replace(/^\.\//, '')) === null)
        this.#events.push({ type: 'delete-done', path: path.replace(/^\.\//, '') })
      if (after.trim() !== '' && !/^\s*<\/delete>\s*$/i.test(after)) this.#outside(after.replace(/^\s*<\/delete>/i, ''))
      return
    }
    this.#open = { kind: name === 'edit' ? 'edit' : 'file', path: null, fence: null, lines: [], size: 0, isRefused: false, nested: 0 }
    if (path === null) this.#refuse('bad-path', 'A file without a path.')
    else this.#begin(path)
    if (closed) this.#close()
    else if (after.trim() !== '') this.#inTag(after)
  }

  #begin(given: string): void {
    const open = this.#open!
    const path = given.trim().replace(/^(?:\.\/)+/, '')
    open.path = path
    const refusal = this.#admit(path)
    if (refusal === null) this.#events.push({ type: 'file-started', path, kind: open.kind })
    else {
      open.isRefused = true
      open.lines = []
    }
  }

  /** Tells the problem of a path; null when the writer may write there. */
  #admit(path: string): ProtocolRule | null {
    const reason = refusePath(path)
    if (reason !== null) {
      // A path is shown only when it is harmless to show.
      this.#problem('bad-path', `${JSON.stringify(path.slice(0, 100))} cannot be a file: ${reason}`)
      return 'bad-path'
    }
    if (!this.#owns(path)) {
      this.#problem('not-owner', 'This path belongs to another writer.', path)
      return 'not-owner'
    }
    if (++this.#files > this.#limits.files) {
      this.#problem('too-many-files', `An answer may hold ${this.#limits.files} files.`, path)
      return 'too-many-files'
    }
    return null
  }

  #inTag(line: string): void {
    const open = this.#open!
    const end = CLOSE.exec(line)
    if (end !== null && this.#isEnd(line.slice(end.index + end[0].length))) {
      if (line.slice(0, end.index).trim() !== '') this.#keep(line.slice(0, end.index))
      this.#close()
      const after = line.slice(end.index + end[0].length)
      if (after.trim() !== '') this.#outside(after)
      return
    }
    // The next tag proves that the model had finished this file and only forgot to say so. An example inside a file is no such proof.
    const tag = /^\s*<(?:file|edit)\s[^>]*path\s*=\s*["'][^"']+["'][^>]*>\s*$/i.test(line)
    if (tag && !(open.path ?? '').endsWith('.md')) {
      this.#close()
      return this.#outside(line)
    }
    this.#keep(line)
  }

  /** A closing tag counts when nothing but the protocol follows it on its line; in `'</file>'` it is a part of the file. */
  #isEnd(after: string): boolean {
    return after.trim() === '' || TAG.test(after) || /^\s*(?:`{3,}|<\/\w+>)\s*$/.test(after)
  }

  #inFence(line: string): void {
    const open = this.#open!
    if (open.path === null) {
      const tag = TAG.exec(line)
      // The model put the whole protocol into a fence.
      if (tag !== null) {
        this.#open = null
        return this.#outside(line)
      }
      if (closesFence(line, open.fence!)) {
        this.#open = null
        return
      }
      const path = open.lines.length === 0 ? pathInComment(line) : null
      if (path !== null) return this.#begin(path)
      if (line.trim() !== '') open.lines.push('')
      return
    }
    const fence = (open.path ?? '').endsWith('.md') ? readFence(line) : null
    if (fence !== null && fence.info !== '') open.nested++
    else if (fence !== null && open.nested > 0) open.nested--
    else if (closesFence(line, open.fence!)) return this.#close()
    if (open.lines.length === 0 && pathInComment(line)?.replace(/^\.\//, '') === open.path) return
    this.#keep(line)
  }

  #keep(line: string): void {
    const open = this.#open!
    if (open.isRefused) return
    open.size += line.length + 1
    if (open.size > this.#limits.fileChars) return this.#refuse('file-too-large', `A file may have ${this.#limits.fileChars} characters.`)
    open.lines.push(line)
    if (open.path !== null) this.#events.push({ type: 'file-progress', path: open.path, text: `${line}\n` })
  }

  #close(): void {
    const { path, kind, lines, isRefused } = this.#open!
    this.#open = null
    this.#heading = null
    if (path === null || isRefused) return
    if (kind === 'edit') {
      const read = readEditBlocks(unwrapLines(lines, path))
      if ('problem' in read) this.#problem('malformed-edit', read.problem, path)
      else this.#events.push({ type: 'edit-done', path, blocks: read.blocks })
      return
    }
    const content = contentOf(lines, path)
    if (content === '') this.#problem('empty-file', 'This file has no content.', path)
    else this.#events.push({ type: 'file-done', path, content })
  }
}
