import { plain } from '../../../../../core/text'

/**
 * A prompt as words and signs that know where they stand (UTF-16 units). Everything else here speaks of tokens, so that
 * what is said of the prompt can always be shown in it.
 */
export type Token = {
  from: number
  to: number
  /** A word in lower case without accents and possessive "'s"; a sign as it is. */
  word: string
  isWord: boolean
}

/** A stretch of tokens that stands by itself: a sentence, a line of a list, a row of a table. */
export type Sentence = { tokens: Token[]; isItem: boolean }

/** Addresses, colours, words and numbers, and any other sign by itself. Runs are bounded, so that none is read twice. */
const PIECE =
  /https?:\/\/\S{1,300}|[\p{L}\p{N}._+-]{1,64}@[\p{L}\p{N}-]{1,64}\.[\p{L}\p{N}.-]{1,64}|#[0-9a-f]{3,8}\b|(?:\p{L}\p{M}*|\p{N})+(?:['’_-](?:\p{L}\p{M}*|\p{N})+|[.,:](?=\p{N})\p{N}+)*|[^\s\p{L}\p{N}]|\n/giu

const fold = (text: string): string => plain(text).replace(/’/g, "'").replace(/'s$/, '')

export function tokenize(text: string): Token[] {
  return [...text.matchAll(PIECE)].map(({ 0: piece, index }) => {
    const isWord = /[\p{L}\p{N}]/u.test(piece)
    return { from: index, to: index + piece.length, word: isWord ? fold(piece) : piece, isWord }
  })
}

const ENDS = new Set(['.', '!', '?', ';', '…', '。', '！', '？'])
const BULLETS = new Set(['-', '*', '•', '·', '–', '—', '>', '+', '▪', '◦', '☐', '✔', '✅', '→'])
/** A line as short as this is not one that an editor has wrapped. */
const WRAPPED = 50

/** Whether the line break at `at` goes on with a sentence that an editor has wrapped. */
function goesOn(tokens: readonly Token[], at: number, lineFrom: number, text: string): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (before === undefined || after === undefined || !after.isWord) return false
  if (!before.isWord && before.word !== ',') return false
  return tokens[at]!.from - lineFrom >= WRAPPED && /^\p{Ll}/u.test(text.slice(after.from, after.from + 2))
}

/** "1." and "a)" at the beginning of a line. */
const NUMBERING = /^(?:\d{1,2}|[a-z])$/

/** Cuts at ends of sentences and lines; signs that only draw a list or a table are left out. */
export function sentencesIn(text: string, tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = []
  let open: Token[] = []
  let [isItem, isRow, cells, lineFrom] = [false, false, 0, 0]
  const close = (): void => {
    if (open.some((token) => token.isWord)) sentences.push({ tokens: open, isItem })
    open = []
    ;[isItem, isRow, cells] = [false, false, 0]
  }
  tokens.forEach((token, at) => {
    const { word } = token
    const isFirst = open.length === 0
    if (word === '\n') {
      if (!goesOn(tokens, at, lineFrom, text)) close()
      lineFrom = token.to
    } else if (word === '|') {
      isRow ||= isFirst
      if (!isFirst) open.push({ ...token, word: cells++ === 0 && isRow ? ':' : ',' })
    } else if (open.length === 1 && (word === '.' || word === ')') && NUMBERING.test(open[0]!.word)) {
      sentences.push({ tokens: open, isItem: true })
      ;[open, isItem] = [[], true]
    } else if (ENDS.has(word)) close()
    else if (isFirst && !token.isWord && (BULLETS.has(word) || /\p{So}/u.test(word))) isItem = true
    else open.push(token)
  })
  close()
  return sentences
}
