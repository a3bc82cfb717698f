import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { PreviewMaps } from '@/lib/domains/preview/contract'

/** A line of a file of the project. */
export type Place = { file: string; line: number; column: number }

/** A frame of a stack, as Chromium, Firefox and Safari write it: a script's name, a line, a column. */
const FRAME = /([\w.-]+\.js):(\d+):(\d+)/g

/** What the builder calls a file of the project (`builder/entries.ts`). */
const fileOf = (source: string): string | null =>
  /^(?:\.\.\/)*(?:project:)?(?:\.\.\/)*\/?(?:project\/)(.+)$/.exec(source)?.[1] ?? null

export type Maps = ReadonlyMap<string, TraceMap>

export const readMaps = ({ maps }: PreviewMaps): Maps =>
  new Map(Object.entries(maps).map(([name, json]) => [name, new TraceMap(json)]))

/** Whether the text of an error has places that maps can tell. */
export const hasFrames = (text: string): boolean => text.search(FRAME) !== -1

/** Where in the project's files an error came from, the innermost first; those of packages are left out. */
export function placesOf(text: string, maps: Maps): Place[] {
  const places: Place[] = []
  for (const [, name = '', line, column] of text.matchAll(FRAME)) {
    const map = maps.get(name)
    if (map === undefined) continue
    // Browsers count columns from one, maps from nought.
    const at = originalPositionFor(map, { line: Number(line), column: Math.max(0, Number(column) - 1) })
    const file = at.source === null ? null : fileOf(at.source)
    if (file === null || at.line === null) continue
    const place = { file, line: at.line, column: at.column + 1 }
    if (!places.some((one) => one.file === place.file && one.line === place.line)) places.push(place)
  }
  return places
}

/** What an error says, without its stack and without what the framework put before it. */
export function messageIn(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line, at) => at > 0 && /^\s*at |@.*:\d+:\d+$/.test(line))
  const said = lines
    .slice(0, end === -1 ? lines.length : end)
    .join('\n')
    .trim()
  return said.replace(/^\[vinext\] [^:]*: ?/, '').slice(0, 2_000)
}
