import { posix } from 'node:path'
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

const CODE = /\.(?:tsx?|css|sql|json|mjs)$/
const words = (text: string): Set<string> => {
  const found = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z]{3,}/g) ?? [] // prettier-ignore
  return new Set(found.flatMap((word) => [word, word.replace(/(?:es|s)$/, '')]))
}

/** The project files that `path` imports. */
function importsOf(path: string, content: string, files: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  for (const [, specifier] of content.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)) {
    const base = specifier!.startsWith('@/') ? specifier!.slice(2) : specifier!.startsWith('.') ? posix.join(posix.dirname(path), specifier!) : null
    const target = base === null ? undefined : [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`].find((each) => files.has(each))
    if (target !== undefined) found.push(target)
  }
  return found
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
    for (const target of importsOf(path, files.get(path) ?? '', files)) add(target, 1_000)
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
