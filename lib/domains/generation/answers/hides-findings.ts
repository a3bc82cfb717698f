import type { ProjectFile } from '../agents/agent'

/*
 * Repair that makes a finding invisible instead of repair it: a comment that silences the compiler, a type that
 * accepts everything, or a file of which next to nothing is left. The checks would count such a version as better than
 * the honest one; it is therefore not taken.
 */

/** Types count only where code goes on behind them; in prose "any" is a word. */
const SILENCERS =
  /@ts-(?:expect-error|ignore|nocheck)\b|\b(?:eslint|oxlint)-disable\b|\bas\s+unknown\s+as\b|(?:\bas|:)\s*(?:any|never)\b(?=\s*(?:[;,)\]}=>|&.[]|$))/gm
/** A file this long that loses more than this share was emptied; shorter ones may be written anew. */
const LONG = 600
const LEAST_KEPT = 0.4

const silencersIn = (text: string): number => text.match(SILENCERS)?.length ?? 0

/** Why the repaired file is no repair of `before`; null when it is one. */
export function hidesFindings(before: string, { content }: ProjectFile): string | null {
  if (silencersIn(content) > silencersIn(before))
    return 'It silences the check (@ts-expect-error, eslint-disable, any) instead of repair what the finding says. Repair the cause.'
  if (before.length > LONG && content.length < before.length * LEAST_KEPT)
    return 'Most of the file is gone. Repair what the finding says, and keep everything else that the file does.'
  return null
}
