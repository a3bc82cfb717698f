/*
 * What a pattern sees of a text that somebody else wrote. Patterns that look for the end of something take time by the
 * square of how long they may look; none of them sees more than a window, and no run that says nothing.
 */

/** Reading more of a pasted novel would cost time and find noise; a specification fits. */
export const READ_LIMIT = 8_000
/** Of one sentence or line; far more than people write in one, and short enough for a pattern to try each place. */
const WINDOW = 600
/** Of one word, longer than any word of a language. */
const WORD = 80
/** Of one sign: "!!!" says what "!!!!!!" says. */
const SIGN_RUN = /([^\p{L}\p{N}\s])\1{3,}/gu
const LONG_WORD = /[\p{L}\p{N}\p{M}_]{81,}/gu

/**
 * The beginning of a text as the readers of prompts see it: one space for any run of spaces, at most one blank line,
 * three of one sign, words and sentences of bounded length (a longer one goes on in a line of its own). Takes time in
 * proportion to `most`, and what people write comes out as it went in.
 */
export function condensed(text: string, most: number = READ_LIMIT): string {
  const short = text
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n ?(?:\n ?)+/g, '\n\n')
    .replace(SIGN_RUN, '$1$1$1')
    .replace(LONG_WORD, (word) => word.slice(0, WORD))
  return inWindows(short).join('\n')
}

/** Cut where a sentence or line ends, and at the last comma or space where none does for long. */
function inWindows(text: string): string[] {
  const windows: string[] = []
  let from = 0
  let [end, gap] = [-1, -1]
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '\n' || (/[.!?;]/.test(sign) && /\s/.test(text[at + 1] ?? ' '))) end = at
    else if (sign === ' ') gap = at
    if (at - Math.max(from, end + 1) < WINDOW) continue
    // Never through a character that takes two places.
    const cut = gap > Math.max(from, end) ? gap : at - Number(/[\udc00-\udfff]/.test(sign))
    windows.push(text.slice(from, cut))
    from = cut
  }
  windows.push(text.slice(from))
  return windows
}
