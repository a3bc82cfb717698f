import { rankByWords } from '../../memory/rank'
import { isAgentInstructionFile } from '../answers/untrusted'
import type { ContextFile } from './shape'

/** Which files have to do with a request, best first. Pure. */

/** A model learns nothing from these that their names do not say. */
const NOT_READ =
  /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|\.gitignore|LICENSE(?:\.\w+)?)$|\.(?:svg|map|snap|ico)$/i
/** What every change has to fit into: the plan, the names of the tables, the frame of all pages. */
const FRAME = ['devora.json', 'lib/database.types.ts', 'app/layout.tsx', 'app/globals.css']
/** Enough to see what a file is about; comparing all of a large one takes long. */
const LOOKED_AT = 3_000
/** More than any likeness of words: the request names the file. */
const NAMED = 10
const IN_FRAME = 0.01

/** What every file of a kind shares says nothing about it. */
const withoutExtensions = (text: string): string => text.replaceAll(/\.(?:[cm]?[jt]sx?|css|sql|json|mdx?)\b/g, ' ')
const pathWords = (path: string): string =>
  withoutExtensions(path)
    .replaceAll(/[/._[\]()-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')

/** Agent-instruction files are never among them, whatever is asked. */
export function rankFiles(request: string, files: readonly ContextFile[]): { file: ContextFile; score: number }[] {
  const readable = files.filter(({ path }) => !NOT_READ.test(path) && !isAgentInstructionFile(path))
  // The path counts thrice: it is short and says what the file is for.
  const byWords = new Map(
    rankByWords(
      withoutExtensions(request),
      readable,
      ({ path, content }) => `${`${pathWords(path)} `.repeat(3)}${content.slice(0, LOOKED_AT)}`,
    ).map(({ item, score }) => [item, score]),
  )
  const said = request.toLowerCase()
  return readable
    .map((file) => {
      const path = file.path.toLowerCase()
      const name = path.slice(path.lastIndexOf('/') + 1)
      // "page.tsx" alone is the name of many; a whole path, or a name that says something, is meant.
      const isNamed =
        said.includes(path) ||
        (!/^(?:page|layout|route|loading|error|index)\./.test(name) && name.length > 4 && said.includes(name))
      return {
        file,
        score: (isNamed ? NAMED : 0) + (FRAME.includes(file.path) ? IN_FRAME : 0) + (byWords.get(file) ?? 0),
      }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || (a.file.path < b.file.path ? -1 : 1))
}
