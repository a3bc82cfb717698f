import { internalImports, resolveInternal } from './internal-imports'
import { isAgentInstructionFile } from './untrusted'

export type ChooseInput = {
  files: ReadonlyMap<string, string>
  /** What the change is about: the request and, when mending, what the findings say. */
  about: string
  /** These first, whole. */
  first?: readonly string[]
  /** Paths whose content may be shown at all; all by default. */
  may?(path: string): boolean
  /** Characters that all contents together may have. */
  maxChars: number
}
/** `shown` in the order of relevance; `listed` are all other paths, of which only the names are told. */
export type ChosenFiles = { shown: string[]; listed: string[] }

const CODE = /\.(?:tsx?|css|sql|json|m?js|html)$/
const words = (text: string): Set<string> => {
  const found = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z]{3,}/g) ?? [] // prettier-ignore
  return new Set(found.flatMap((word) => [word, word.replace(/(?:es|s)$/, '')]))
}

/**
 * Which files a model should see for a change, when not all fit: those that are named, then what these import, then those whose path or text
 * shares words with the request. Instructions to coding agents are never shown. Pure and deterministic.
 */
export function chooseFiles({ files, about, first = [], may = () => true, maxChars }: ChooseInput): ChosenFiles {
  const open = [...files.keys()].filter((path) => !isAgentInstructionFile(path)).sort()
  const score = new Map<string, number>()
  const add = (path: string, points: number): void => void score.set(path, (score.get(path) ?? 0) + points)
  const wanted = words(about)
  for (const path of open) {
    if (about.includes(path)) add(path, 500)
    for (const word of words(path)) if (wanted.has(word)) add(path, 20)
    const text = files.get(path)!
    if (CODE.test(path)) for (const word of words(text.slice(0, 20_000))) if (wanted.has(word)) add(path, 1)
    // What everything else hangs on is worth seeing, when there is room.
    if (/^app\/(?:layout\.tsx|globals\.css)$|^lib\/(?:database\.types|forms|auth)\.ts$/.test(path)) add(path, 10)
  }
  for (const path of first) {
    add(path, 10_000)
    for (const base of internalImports(path, files.get(path) ?? '')) {
      const target = resolveInternal(base, (each) => files.has(each))
      if (target !== null) add(target, 1_000)
    }
  }
  const ranked = open.filter((path) => may(path) && CODE.test(path)).sort((a, b) => (score.get(b) ?? 0) - (score.get(a) ?? 0) || (a < b ? -1 : 1)) // prettier-ignore
  const shown: string[] = []
  let left = maxChars
  for (const path of ranked) {
    const size = files.get(path)!.length + path.length + 120
    if (size > left) continue
    left -= size
    shown.push(path)
  }
  const isShown = new Set(shown)
  return { shown, listed: open.filter((path) => !isShown.has(path)) }
}
