import { contentWords } from './words'

/** Exact search over one person's texts: few enough to look at each. Pure. */

export type Ranked<T> = { item: T; score: number }

/** Okapi BM25 (Robertson & Zaragoza 2009), usual constants. */
const K1 = 1.2
const B = 0.75

/**
 * Items that share a word with the query, best first. `score` is the part of the highest possible one, 0 to 1. Equal
 * scores keep the order of `items`.
 */
export function rankByWords<T>(query: string, items: readonly T[], textOf: (item: T) => string): Ranked<T>[] {
  const wanted = [...new Set(contentWords(query))]
  const documents = items.map((item) => contentWords(textOf(item)))
  const averageLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length)
  const counts = documents.map((words) => {
    const count = new Map<string, number>()
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1)
    return count
  })
  const weights = new Map(
    wanted.map((word) => {
      const having = counts.filter((count) => count.has(word)).length
      return [word, Math.log(1 + (items.length - having + 0.5) / (having + 0.5))]
    }),
  )
  const highest = [...weights.values()].reduce((sum, weight) => sum + weight, 0) * (K1 + 1)
  return items
    .map((item, index) => {
      const length = documents[index]!.length
      let score = 0
      for (const [word, weight] of weights) {
        const count = counts[index]!.get(word) ?? 0
        score += (weight * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / Math.max(1, averageLength)))
      }
      return { item, score: highest === 0 ? 0 : score / highest }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
}

/** Below this two texts have nothing in common, and what is far behind the best only fills the list. */
const LEAST_COSINE = 0.25
const LEAST_OF_BEST = 0.7

/** Items whose vector points the query's way, best first; those without a vector of the same length are left out. */
export function rankByVector<T>(
  query: readonly number[],
  items: readonly T[],
  vectorOf: (item: T) => readonly number[],
): Ranked<T>[] {
  const ranked = items
    .map((item) => ({ item, score: cosine(query, vectorOf(item)) }))
    .toSorted((a, b) => b.score - a.score)
  const least = Math.max(LEAST_COSINE, LEAST_OF_BEST * (ranked[0]?.score ?? 0))
  return ranked.filter(({ score }) => score >= least)
}

/** -1 to 1; 0 where there is nothing to compare. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || a.length !== b.length) return 0
  let dot = 0
  let squareA = 0
  let squareB = 0
  for (let at = 0; at < a.length; at++) {
    dot += a[at]! * b[at]!
    squareA += a[at]! ** 2
    squareB += b[at]! ** 2
  }
  const size = Math.sqrt(squareA) * Math.sqrt(squareB)
  return size > 0 && Number.isFinite(size) ? dot / size : 0
}
