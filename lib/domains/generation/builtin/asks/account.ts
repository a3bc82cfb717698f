import type { Span } from '../../../spec/asks'
import type { Token } from './reading/tokens'

/** Who of the readers took which word. Every word that carries something belongs to exactly one of them. */
export type Owner = 'context' | 'unknown' | 'kept' | number

/** More stretches than this are not kept apart; see `Ask.spans`, `AskedPrompt.context`. */
const MOST_SPANS = 12

/** Stretches of the text for every owner: words that stand together are one, with what stands between them. */
export function spansOf(text: string, tokens: readonly Token[], owners: ReadonlyMap<Token, Owner>): Map<Owner, Span[]> {
  const runs: { owner: Owner; from: number; to: number }[] = []
  for (const token of tokens) {
    if (!token.isWord) continue
    const owner = owners.get(token)
    if (owner === undefined) continue
    const last = runs.at(-1)
    if (last?.owner === owner && !text.slice(last.to, token.from).includes('\n\n')) last.to = token.to
    else runs.push({ owner, from: token.from, to: token.to })
  }
  const spans = new Map<Owner, Span[]>()
  for (const { owner, from, to } of runs) {
    const known = spans.get(owner) ?? []
    known.push({ from, text: text.slice(from, to) })
    spans.set(owner, known)
  }
  return spans
}

/** Asks of more stretches than can be kept. */
export const isScattered = (spans: readonly Span[]): boolean => spans.length > MOST_SPANS
