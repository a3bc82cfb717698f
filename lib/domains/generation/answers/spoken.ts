/**
 * What a model says, without what it thinks aloud and without the marks of its chat template. Line by line, outside of
 * files.
 */

const THOUGHTS: readonly [begin: RegExp, end: RegExp][] = [
  // DeepSeek, Qwen, Claude and many others
  [/^[\s>]*<(?:think|thinking|thought|reasoning|reflection)>/i, /<\/(?:think|thinking|thought|reasoning|reflection)>/i],
  [/^\s*\[THINK\]/, /\[\/THINK\]/], // Magistral
  [/^\s*◁think▷/, /◁\/think▷/], // Kimi
  // gpt-oss
  [/^\s*(?:<\|start\|>assistant)?<\|channel\|>(?:analysis|commentary)[^<]*<\|message\|>/, /<\|(?:end|call)\|>/],
]
const MARKS =
  /<\|(?:im_)?start\|>\w*|<\|start_header_id\|>\w*|<start_of_turn>\w*|<\|channel\|>\w+|<\|(?:message|end|return|im_end|eot_id|eom_id|endoftext|end_of_text|begin_of_text|end_header_id|assistant|user)\|>|<\/?s>|<end_of_turn>|<eos>|<\/(?:think|thinking)>/g

export const withoutMarks = (text: string): string => text.replace(MARKS, '')

/** Characters that nobody sees and that keep a tag or a path from being recognised. */
export const withoutInvisible = (text: string): string => text.replace(/[\u200B\u2060\uFEFF]/g, '')

/**
 * Remembers whether a thought is going on. What was thought and never said is no answer, also when the thought never
 * ends.
 */
export class Spoken {
  #until: RegExp | null = null

  /** What of the line was said; null when nothing was. */
  take(line: string): string | null {
    let text = line
    for (;;) {
      if (this.#until !== null) {
        const end = this.#until.exec(text)
        if (end === null) return null
        text = text.slice(end.index + end[0].length)
        this.#until = null
      }
      const rest = text
      const thought = THOUGHTS.map(([begin, end]) => ({ begun: begin.exec(rest), end })).find(({ begun }) => begun)
      if (thought === undefined) return withoutMarks(text)
      // They begin with the line: what is behind is cut off, not copied.
      text = text.slice(thought.begun![0].length)
      this.#until = thought.end
    }
  }
}

/** White space in front of a thought; more of it is said as it comes. */
const LONGEST_INDENT = 200

/**
 * The same for an answer that people read while it is written: word by word, and by the line only where a thought may
 * begin or is going on.
 */
export class Speech {
  readonly #spoken = new Spoken()
  #held = ''
  #isLineStart = true
  #hasBegun = false
  #isThinking = false

  push(text: string): string {
    let out = ''
    for (const piece of text.split(/(?<=\n)/)) out += this.#piece(piece)
    return out
  }

  /** What was held back until now. */
  end(): string {
    const said = this.#held === '' ? '' : (this.#spoken.take(this.#held) ?? '')
    this.#held = ''
    return said
  }

  #piece(piece: string): string {
    const all = this.#held + piece
    // What is held and has a sign in it has begun like a thought: it is not looked through again with every piece.
    this.#hasBegun ||= this.#isLineStart && this.#held.length < LONGEST_INDENT && /^\s*[<[◁]/.test(all)
    const mayBegin =
      this.#hasBegun || (this.#isLineStart && this.#held.length < LONGEST_INDENT && all.trimStart() === '')
    if (!this.#isThinking && !mayBegin) {
      this.#held = ''
      this.#isLineStart = piece.endsWith('\n')
      return all
    }
    this.#held = all
    if (!piece.endsWith('\n')) return ''
    this.#hasBegun = false
    this.#held = ''
    const said = this.#spoken.take(all.slice(0, -1))
    this.#isThinking = said === null
    return said === null || (said === '' && all.trim() !== '') ? '' : `${said}\n`
  }
}
