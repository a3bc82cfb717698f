/** Where a text stands in the files of a version. Pure. */

export type Hit = { line: number; before: string; match: string; after: string }
export type FileHits = { path: string; hits: Hit[] }
export type Found = { files: FileHits[]; count: number; isCut: boolean }

const MAX_HITS = 300
const MAX_BEFORE = 24
const MAX_AFTER = 80

/**
 * Every line that holds `wanted`, letter case aside, in the order of the paths. A line is told once, with a little of
 * what stands around it; after 300 lines it stops and says so.
 */
export function searchTexts(texts: ReadonlyMap<string, string>, wanted: string): Found {
  const found: Found = { files: [], count: 0, isCut: false }
  const needle = wanted.toLowerCase()
  if (needle.trim() === '') return found
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!text.toLowerCase().includes(needle)) continue
    const hits: Hit[] = []
    for (const [index, line] of text.split('\n').entries()) {
      const at = line.toLowerCase().indexOf(needle)
      if (at < 0) continue
      if (found.count === MAX_HITS) {
        found.isCut = true
        break
      }
      found.count += 1
      const end = at + wanted.length
      const lead = line.slice(0, at).trimStart()
      hits.push({
        line: index + 1,
        before: lead.length > MAX_BEFORE ? `…${lead.slice(-MAX_BEFORE)}` : lead,
        match: line.slice(at, end),
        after: line.slice(end, end + MAX_AFTER).trimEnd(),
      })
    }
    if (hits.length > 0) found.files.push({ path, hits })
    if (found.isCut) break
  }
  return found
}
