import { rankFiles } from '../context/rank-files'
import { internalImports, resolveInternal } from './internal-imports'
import { isAgentInstructionFile } from '../answers/untrusted'

export type ChooseInput = {
  files: ReadonlyMap<string, string>
  /** What the change is about: the request and, on a repair, what the findings say. */
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
/** What everything else hangs on is worth seeing, when there is room. */
const SHARED = /^app\/(?:layout\.tsx|globals\.css)$|^lib\/(?:database\.types|forms|auth)\.ts$/

/**
 * Which files a model should see for a change, when not all fit: those that are named, then what these import, then
 * those that have to do with the request (`rankFiles`). Instructions to coding agents are never shown. Pure and
 * deterministic.
 */
export function chooseFiles({ files, about, first = [], may = () => true, maxChars }: ChooseInput): ChosenFiles {
  const open = [...files.keys()].filter((path) => !isAgentInstructionFile(path)).sort()
  const code = open.filter((path) => may(path) && CODE.test(path))
  const isThere = (path: string): boolean => files.has(path)
  const imported = first.flatMap((path) =>
    internalImports(path, files.get(path) ?? '').map((base) => resolveInternal(base, isThere)),
  )
  const related = rankFiles(
    about,
    code.map((path) => ({ path, content: files.get(path)! })),
  )
  const order = [
    ...first,
    ...imported,
    ...related.map(({ file }) => file.path),
    ...code.filter((path) => SHARED.test(path)),
    ...code,
  ]
  const isCode = new Set(code)
  const shown = new Set<string>()
  let left = maxChars
  for (const path of order) {
    if (path === null || !isCode.has(path) || shown.has(path)) continue
    const size = files.get(path)!.length + path.length + 120
    if (size > left) continue
    left -= size
    shown.add(path)
  }
  return { shown: [...shown], listed: open.filter((path) => !shown.has(path)) }
}
