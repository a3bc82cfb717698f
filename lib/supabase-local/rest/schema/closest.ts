/**
 * The most similar of some names, for a hint. PostgREST uses a fuzzy set of bigrams and trigrams; so does this: cosine
 * of the counts of n-grams of the lower-cased, padded word, trigrams first.
 */
export function closest(word: string, candidates: Iterable<string>, atLeast: number): string | undefined {
  const names = [...candidates]
  for (const size of [3, 2]) {
    const wanted = gramsOf(word, size)
    let best: { name: string; score: number } | undefined
    for (const name of names) {
      const score = cosine(wanted, gramsOf(name, size))
      if (score >= atLeast && (best === undefined || score > best.score)) best = { name, score }
    }
    if (best !== undefined) return best.name
  }
  return undefined
}

function gramsOf(word: string, size: number): Map<string, number> {
  const text = `-${word.toLowerCase().slice(0, 200)}-`
  const grams = new Map<string, number>()
  for (let at = 0; at + size <= text.length; at++) {
    const gram = text.slice(at, at + size)
    grams.set(gram, (grams.get(gram) ?? 0) + 1)
  }
  return grams
}

function cosine(one: Map<string, number>, other: Map<string, number>): number {
  let dot = 0
  for (const [gram, count] of one) dot += count * (other.get(gram) ?? 0)
  return dot === 0 ? 0 : dot / (norm(one) * norm(other))
}

function norm(grams: Map<string, number>): number {
  let sum = 0
  for (const count of grams.values()) sum += count * count
  return Math.sqrt(sum)
}
