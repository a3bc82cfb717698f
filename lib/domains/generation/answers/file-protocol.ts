import { errorText } from '../../../core/error-texts'
import { refusePath } from '../../spec/file-path'
import { isDiff, patchedFile, pathInDiff } from './diff-blocks'
import { beginsBlock, endsBlock, holdsBlocks, readEditBlocks } from './edit-blocks'
import { filesInJson } from './files-in-json'
import { openFile, type OpenFile } from './open-file'
import type { EndReason, ProtocolEvent, ProtocolLimits, ProtocolRule } from './protocol-events'
import { attribute, CHILD, CLOSE, isNextTag, kindOf, normalPath, TAG } from './protocol-tags'
import { Spoken, withoutInvisible, withoutMarks } from './spoken'
import {
  closesFence,
  contentOf,
  isPathLine,
  pathInComment,
  pathInHeading,
  pathInInfo,
  readFence,
  unescaped,
  unwrapLines,
} from './unwrap-content'

/*
 * The text protocol in which a model writes files: `<file path="…">…</file>`, `<edit path="…">` with search/replace
 * blocks and `<delete path="…"/>`; a fence that names its file is understood as well. Read while it streams. A file
 * counts as written only when its closing tag (or fence) was seen, or when the next tag proves that the model had gone
 * on: nothing cut off is ever done.
 */

const LIMITS: ProtocolLimits = { fileChars: 200_000, answerChars: 4_000_000, files: 300 }

/** One answer, or several that continue each other. */
export class FileProtocol {
  readonly #owns: (path: string) => boolean
  readonly #limits: ProtocolLimits
  readonly #decoder = new TextDecoder()
  #rest = ''
  #open: OpenFile | null = null
  #heading: string | null = null
  #received = 0
  #files = 0
  #isOver = false
  readonly #spoken = new Spoken()
  /** The whole answer was escaped, tags and all. */
  #isEscaped = false
  /** What was said as long as no file has begun: an answer in another form can only be read when it is complete. */
  #said: string[] | null = []
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
      this.#problem(
        'answer-too-large',
        `The answer is longer than ${this.#limits.answerChars} characters.`,
        this.#open?.path,
      )
      return this.#take()
    }
    this.#said?.push(text)
    // Only what is new is looked through: a long line comes in many pieces.
    const lines = text.split('\n')
    lines[0] = this.#rest + lines[0]!
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line)
    // A line without end would be buffered without end.
    if (this.#open !== null && this.#rest.length > this.#limits.fileChars)
      this.#refuse('file-too-large', `A line of this file is longer than ${this.#limits.fileChars} characters.`)
    if (this.#rest.length > this.#limits.fileChars) this.#rest = ''
    return this.#take()
  }

  /** Whether the rest of the answer is not worth waiting for. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** The answer is over. What is open now was never finished, also when the model says `stop`. */
  end(reason: EndReason): ProtocolEvent[] {
    if (!this.#isOver && this.#rest !== '' && !(reason !== 'stop' && this.#mightGoOn(this.#rest)))
      this.#line(this.#rest.replace(/\r$/, ''))
    this.#rest = ''
    // A patch or block without an end of its own ends with the answer, when that was whole.
    if (reason === 'stop' && this.#open?.bare === 'patch') this.#close()
    const open = this.#open
    this.#open = null
    if (reason === 'stop' && this.#said !== null) this.#readJson(this.#said.join(''))
    if (open !== null && open.path !== null && !open.isRefused) {
      const why =
        reason === 'length'
          ? 'The answer reached its length limit'
          : reason === 'cut'
            ? 'The connection broke'
            : 'The answer ended'
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

  #readJson(said: string): void {
    for (const { path, content } of filesInJson(said)) {
      this.#openTag('file')
      this.#begin(path)
      for (const line of content.split(/\r?\n/)) this.#keep(line)
      this.#close()
    }
  }

  #line(raw: string): void {
    const line = this.#isEscaped ? unescaped(raw) : raw
    if (this.#open === null) {
      const said = this.#spoken.take(line)
      if (said !== null) this.#outside(said)
    } else if (this.#open.bare !== undefined) this.#inBare(line)
    else if (this.#open.fence === null) this.#inTag(line)
    else this.#inFence(line)
  }

  /** Prose, until a tag or a fence begins. */
  #outside(line: string): void {
    if (line.trim() === '') return
    const bare = withoutInvisible(line)
    if (!this.#isEscaped && /^\s*&lt;(?:file|edit)\s.*&gt;/i.test(bare)) {
      this.#isEscaped = true
      return this.#outside(unescaped(bare))
    }
    const tag = TAG.exec(bare)
    if (tag !== null) return this.#tag(kindOf(tag[1]!), tag[2]!, bare.slice(tag[0].length))
    const patched = patchedFile(bare)
    if (patched !== null) return this.#patch(patched)
    if (this.#heading !== null && beginsBlock(bare)) {
      const path = this.#heading
      this.#openTag('edit', 'block')
      this.#begin(path)
      return this.#keep(bare)
    }
    if (/^\s*<none\s*\/?>\s*$/i.test(bare)) return void this.#events.push({ type: 'nothing-to-do' })
    const fence = readFence(bare)
    if (fence !== null) {
      const path = pathInInfo(fence.info) ?? this.#heading
      this.#heading = null
      const indent = bare.length - bare.trimStart().length
      this.#open = openFile('file', fence.mark, { indent, isDiff: /^(?:diff|patch|udiff)\b/i.test(fence.info) })
      if (path !== null) this.#begin(path)
      return
    }
    const heading = pathInHeading(bare)
    if (heading !== null) this.#heading = heading
    else if (bare.trim() !== '') this.#heading = null
  }

  #openTag(kind: 'file' | 'edit', bare?: 'block' | 'patch'): void {
    this.#open = openFile(kind, null, bare && { bare })
  }

  #patch({ action, path }: { action: 'update' | 'add' | 'delete'; path: string }): void {
    if (action === 'delete') return this.#delete(path)
    this.#openTag(action === 'add' ? 'file' : 'edit', 'patch')
    this.#begin(path)
  }

  #delete(given: string): void {
    const path = normalPath(given)
    if (this.#admit(path) === null) this.#events.push({ type: 'delete-done', path })
  }

  /**
   * A block ends by its last mark, and then another one for the same file may follow; a patch ends where its next file
   * begins.
   */
  #inBare(line: string): void {
    const { bare, path, kind } = this.#open!
    if (bare === 'patch' && line.startsWith('*** ')) {
      this.#close()
      return this.#outside(line)
    }
    this.#keep(bare === 'patch' && kind === 'file' ? line.replace(/^\+/, '') : line)
    if (bare !== 'block' || !endsBlock(line)) return
    this.#close()
    this.#heading = path
  }

  #tag(name: 'file' | 'edit' | 'delete', attributes: string, after: string): void {
    const path = attribute(attributes)
    const closed = /\/\s*$/.test(attributes)
    if (name === 'delete') {
      if (path !== null) this.#delete(path)
      if (after.trim() !== '' && !/^\s*<\/delete>\s*$/i.test(after)) this.#outside(after.replace(/^\s*<\/delete>/i, ''))
      return
    }
    this.#openTag(name)
    // The path may follow as an element of its own.
    if (path === null && attributes.trim() === '' && after.trim() === '') return
    if (path === null) this.#refuse('bad-path', 'A file without a path.')
    else this.#begin(path)
    if (closed) this.#close()
    else if (after.trim() !== '') this.#inTag(after)
  }

  #begin(given: string): void {
    const open = this.#open!
    const path = normalPath(given)
    open.path = path
    this.#said = null
    const refusal = this.#admit(path)
    if (refusal === null) this.#events.push({ type: 'file-started', path, kind: open.kind })
    else {
      open.isRefused = true
      open.lines = []
    }
  }

  /** Tells the problem of a path; null when the writer may write there. */
  #admit(path: string): ProtocolRule | null {
    // Nothing that these writers own is called so; an address or a pattern is.
    const unsafe = refusePath(path)
    const odd = /[%#\s]/.test(path) ? 'A path has letters, digits and -_.@()[] only.' : null
    const reason = unsafe === null ? odd : errorText('en', unsafe)
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
    if (open.path === null && !open.isRefused) {
      const child = CHILD.exec(line)
      if (child !== null) return this.#begin(child[2]!)
      if (line.trim() === '') return
      this.#refuse('bad-path', 'A file without a path.')
    }
    const end = CLOSE.exec(line)
    if (end !== null && this.#isEnd(line.slice(end.index + end[0].length))) {
      if (withoutInvisible(line.slice(0, end.index)).trim() !== '') this.#keep(line.slice(0, end.index))
      this.#close()
      const after = line.slice(end.index + end[0].length)
      if (after.trim() !== '') this.#outside(after)
      return
    }
    // The next tag proves that the model had finished this file and only forgot to say so. An example inside a file is
    // no such proof.
    if (isNextTag(line) && !(open.path ?? '').endsWith('.md')) {
      this.#close()
      return this.#outside(line)
    }
    this.#keep(line)
  }

  /**
   * A closing tag counts when nothing but the protocol follows it on its line; in `'</file>'` it is a part of the file.
   */
  #isEnd(behind: string): boolean {
    const after = withoutMarks(withoutInvisible(behind))
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
      const patched = patchedFile(line)
      if (patched !== null) {
        this.#open = null
        return this.#patch(patched)
      }
      const path = open.isDiff ? pathInDiff(line) : open.lines.length === 0 ? pathInComment(line) : null
      if (path !== null) return this.#begin(path)
      if (open.mayBePath !== undefined && beginsBlock(line)) {
        this.#begin(open.mayBePath)
        return this.#keep(line)
      }
      if (open.lines.length === 0 && isPathLine(line)) open.mayBePath = line.trim()
      if (line.trim() !== '') open.lines.push('')
      return
    }
    const fence = (open.path ?? '').endsWith('.md') ? readFence(line) : null
    if (fence !== null && fence.info !== '') open.nested++
    else if (fence !== null && open.nested > 0) open.nested--
    else if (closesFence(withoutMarks(line), open.fence!)) return this.#close()
    if (open.isDiff && /^(?:diff --git |--- )/.test(line) && isDiff(open.lines)) {
      this.#close()
      this.#open = { ...open, path: null, lines: [], size: 0, isRefused: false }
      return
    }
    if (open.lines.length === 0 && pathInComment(line)?.replace(/^\.\//, '') === open.path) return
    this.#keep(line)
  }

  #keep(line: string): void {
    const open = this.#open!
    if (open.isRefused) return
    const text = open.indent ? line.replace(new RegExp(`^ {1,${open.indent}}`), '') : line
    open.size += text.length + 1
    if (open.size > this.#limits.fileChars)
      return this.#refuse('file-too-large', `A file may have ${this.#limits.fileChars} characters.`)
    open.lines.push(text)
    if (open.path !== null) this.#events.push({ type: 'file-progress', path: open.path, text: `${text}\n` })
  }

  #close(): void {
    const { path, kind, lines, isRefused } = this.#open!
    this.#open = null
    this.#heading = null
    if (path === null || isRefused) return
    const inner = unwrapLines(lines, path)
    if (kind === 'edit' || holdsBlocks(inner) || isDiff(inner)) {
      const read = readEditBlocks(inner)
      if ('problem' in read) this.#problem('malformed-edit', read.problem, path)
      else this.#events.push({ type: 'edit-done', path, blocks: read.blocks })
      return
    }
    const content = contentOf(lines, path)
    if (content === '') this.#problem('empty-file', 'This file has no content.', path)
    else this.#events.push({ type: 'file-done', path, content })
  }
}
