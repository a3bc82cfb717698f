import type { Sentence, Token } from './tokens'

const CALLED = /^(?:called|named|titled|llamado|llamada|titulado|titulada)$/

/** The words that give the application the name it has in the plan: `called "Slow Harbour"`. */
export function nameIn(text: string, { tokens }: Sentence, name: string): Token[] | null {
  const at = tokens.findIndex((token) => CALLED.test(token.word))
  if (at === -1) return null
  const wanted = fold(name)
  const found: Token[] = [tokens[at]!]
  for (const token of tokens.slice(at + 1, at + 14)) {
    if (!token.isWord && found.length === 1) continue
    found.push(token)
    const words = found.slice(1)
    const said = fold(text.slice(words[0]!.from, words.at(-1)!.to))
    if (said === wanted) return found.filter((each) => each.isWord)
    if (said.length > wanted.length) return null
  }
  return null
}

const fold = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
