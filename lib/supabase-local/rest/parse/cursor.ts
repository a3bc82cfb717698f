import { queryParamError } from '../errors.ts'
import type { RestError } from '../rest-error.ts'

/** How deep groups, embeds and their like may nest; PostgREST has no bound, a hostile address needs one. */
const MAX_DEPTH = 24

/** A place in the text of one query parameter. All reading is forward; nothing is read twice but a failed regex. */
export class Cursor {
  private at = 0
  private depth = 0

  readonly text: string
  private readonly label: string

  /**
   * @param text what is read
   * @param label says in an error what could not be read, e.g. `failed to parse filter (eq)`
   */
  constructor(text: string, label: string) {
    this.text = text
    this.label = label
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  peek(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** Takes the text if it stands here. */
  take(text: string): boolean {
    if (!this.peek(text)) return false
    this.at += text.length
    return true
  }

  /** Takes what a sticky regular expression matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null) return undefined
    this.at += found[0].length
    return found[0]
  }

  rest(): string {
    const rest = this.text.slice(this.at)
    this.at = this.text.length
    return rest
  }

  expect(text: string, expecting: string): void {
    if (!this.take(text)) throw this.fail(expecting)
  }

  spaces(): void {
    this.match(/[ \t]*/y)
  }

  /** Runs what reads a nested part, and refuses to nest without end. */
  nested<T>(read: () => T): T {
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw this.fail(`at most ${MAX_DEPTH} levels`)
    const result = read()
    this.depth -= 1
    return result
  }

  /** The place is remembered so that a second reading can begin there. */
  mark(): number {
    return this.at
  }

  reset(mark: number): void {
    this.at = mark
  }

  /** PGRST100 in the words of PostgREST's parser: where, what stands there, what could stand there. */
  fail(expecting: string): RestError {
    const found = this.done ? 'end of input' : JSON.stringify(String.fromCodePoint(this.text.codePointAt(this.at)!))
    return queryParamError(
      `"${this.label}" (line 1, column ${this.at + 1})`,
      `unexpected ${found} expecting ${expecting}`,
    )
  }
}
