import type { AskedView, AskView } from '@/lib/domains/evidence/contract'
import type { AskedPieces, RunView } from '@/lib/domains/runs/reduce'

/** How a stretch of a prompt is lit; null: words that hold the others together. */
export type Lit = AskView['result']['status'] | 'not_understood' | 'context' | null

/** A stretch of a prompt. `ask`: the id of the ask that it says. */
export type Piece = { from: number; text: string; lit: Lit; ask: string | null }

type Reported = Pick<AskedView, 'prompts'> & { asks: ReadonlyArray<Omit<AskView, 'pictures'>> }
type Lightable = {
  prompt: AskedPieces['prompt']
  asks: ReadonlyArray<Pick<AskedPieces['asks'][number], 'id' | 'spans' | 'status'>>
}
type Stretch = { from: number; to: number; lit: Lit; ask: string | null }

/**
 * A prompt cut where its light changes, first to last; the pieces together are the prompt. A word that two stretches
 * claim belongs to the one that begins first.
 */
export function litPieces({ prompts, asks }: Reported, at: number): Piece[] {
  const prompt = prompts[at]
  if (prompt === undefined) return []
  const own = asks.filter((ask) => ask.prompt === at).map((ask) => ({ ...ask, status: ask.result.status }))
  return piecesOf({ prompt, asks: own })
}

/** What was asked, where a check that is going knows more than the report before it. */
export function withTried(asked: AskedView, tried: RunView['tried']): AskedView {
  const asks = asked.asks.map((ask) => {
    const status = tried[ask.id]
    return status === undefined ? ask : { ...ask, result: { ...ask.result, status } }
  })
  return { ...asked, asks }
}

/** The same for one prompt, as far as its run has come. */
export function piecesOf({ prompt, asks }: Lightable): Piece[] {
  const stretch =
    (lit: Lit, ask: string | null = null) =>
    ({ from, text }: { from: number; text: string }): Stretch => ({
      from,
      to: from + text.length,
      lit,
      ask,
    })
  const stretches = [
    ...asks.flatMap(({ spans, status, id }) => spans.map(stretch(status, id))),
    ...prompt.context.map(stretch('context')),
    ...prompt.notUnderstood.map(stretch('not_understood')),
  ].sort((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let end = 0
  const add = (to: number, lit: Lit, ask: string | null): void => {
    if (to > end) pieces.push({ from: end, text: prompt.text.slice(end, to), lit, ask })
    end = Math.max(end, to)
  }
  for (const { from, to, lit, ask } of stretches) {
    add(Math.min(from, prompt.text.length), null, null)
    add(Math.min(to, prompt.text.length), lit, ask)
  }
  add(prompt.text.length, null, null)
  return pieces
}
