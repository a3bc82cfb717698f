import { distance } from 'fastest-levenshtein'

/** Longer names than Postgres has are nobody's. */
const MAX_NAME = 200

/**
 * The most similar of some names, for a hint. As PostgREST's fuzzy set does it: those that share trigrams (or, when
 * none fits, bigrams) are compared by edit distance.
 *
 * @param atLeast similarity from 0 to 1 below which nothing is said
 */
export function closest(word: string, candidates: Iterable<string>, atLeast: number): string | undefined {
  if (word.length > MAX_NAME) return undefined
  const names = [...candidates]
  const wanted = word.toLowerCase()
  for (const size of [3, 2]) {
    const grams = gramsOf(wanted, size)
    let best: { name: string; score: number } | undefined
    for (const name of names) {
      if (!sharesGram(grams, name, size)) continue
      const score = 1 - distance(wanted, name.toLowerCase()) / Math.max(wanted.length, name.length, 1)
      if (score >= atLeast && (best === undefined || score > best.score)) best = { name, score }
    }
    if (best !== undefined) return best.name
  }
  return undefined
}

function gramsOf(word: string, size: number): Set<string> {
  const text = `-${word.toLowerCase().replace(/[^\p{L}\p{N} ,]/gu, '')}-`
  const grams = new Set<string>()
  for (let at = 0; at + size <= text.length; at++) grams.add(text.slice(at, at + size))
  return grams
}

function sharesGram(grams: Set<string>, name: string, size: number): boolean {
  for (const gram of gramsOf(name, size)) if (grams.has(gram)) return true
  return false
}
