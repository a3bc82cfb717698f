import { sha256 } from '../../../core/crypto'

/** The place of a call in its run. */
export const callKey = (stage: string, lane: string | undefined, kind: 'text' | 'object', position: number): string =>
  sha256(JSON.stringify([stage, ...(lane === undefined ? [] : [lane]), kind, position]))

/** The key under which a series of calls side by side keeps its first answer. */
export const firstOfLane = (stage: string, lane: string): string => callKey(stage, lane, 'text', 0)
