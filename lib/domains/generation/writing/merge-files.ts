import { diff3Merge } from 'node-diff3'
import type { FileRef, Generated, GeneratedRef } from '../../spec/manifest'

/** path → where its bytes are. */
export type Refs = ReadonlyMap<string, FileRef>

export type MergeInput = {
  /** What Devora itself wrote last, without what a person made of it; empty for a project it has not written. */
  before: Generated
  /** What the project holds now, with everything a person changed. */
  current: Refs
  /** What Devora writes this time. */
  next: Refs
}
/**
 * `conflicts`: files that both sides changed in the same place; the person's version is kept. `combine`: needs a merge
 * of texts. `deleted`: files that a person took out and that Devora would write differently now; they stay away.
 */
export type MergePlan = { take: Map<string, FileRef>; combine: string[]; conflicts: string[]; deleted: string[] }

const same = (a: FileRef | undefined, b: FileRef | undefined): boolean => a?.sha256 === b?.sha256

/**
 * Decides per path between a person's work and a new generation, as in a three-way merge: who alone changed a file wins
 * it; where both did, the texts are merged; what a person deleted stays deleted, what a person made stays. Pure.
 */
export function planMerge({ before, current, next }: MergeInput): MergePlan {
  const plan: MergePlan = { take: new Map(), combine: [], conflicts: [], deleted: [] }
  for (const path of new Set([...current.keys(), ...next.keys()])) {
    const [was, is, will] = [before.get(path), current.get(path), next.get(path)]
    if (same(is, will) || same(was, will)) {
      if (is !== undefined) plan.take.set(path, is)
    } else if (same(was, is)) {
      if (will !== undefined) plan.take.set(path, will)
    } else if (was !== undefined && is !== undefined && will !== undefined) {
      plan.combine.push(path)
    } else if (is !== undefined) {
      // Both made a file of this name, or one deleted what the other changed: nothing a person wrote is overwritten.
      plan.take.set(path, is)
      plan.conflicts.push(path)
    } else {
      plan.deleted.push(path)
    }
  }
  return plan
}

/**
 * What is to count as Devora's own from now on. `isolated`: for texts that a person has edited, what Devora writes now
 * without those edits, as far as that can be told. A model is shown the person's text and hands their edits back: were
 * they taken for Devora's, the next generation would drop them.
 */
export function generatedAfter({ before, current, next }: MergeInput, isolated: Refs): Generated {
  const after = new Map<string, GeneratedRef>()
  for (const [path, will] of next) {
    const [was, is] = [before.get(path), current.get(path)]
    const isPersons = is !== undefined && !same(was, is)
    if (!isPersons || !same(is, will)) after.set(path, isolated.get(path) ?? will)
    else if (was !== undefined) after.set(path, was)
  }
  return after
}

/**
 * What is written now without what a person had edited: their edit, merged the other way round. Where that clashes, at
 * least their own lines are taken out.
 */
export function withoutEdits(before: string, current: string, next: string): string {
  const undone = mergeTexts(current, before, next)
  if (undone !== null) return undone
  const known = new Set(before.split('\n'))
  const theirs = new Set(current.split('\n').filter((line) => !known.has(line)))
  return next
    .split('\n')
    .filter((line) => !theirs.has(line))
    .join('\n')
}

/** Merges three texts line by line; null when both sides changed the same lines. */
export function mergeTexts(before: string, current: string, next: string): string | null {
  // An editor that saves with other line endings has changed every line and no text.
  const isOther = /\r\n/.test(current) && !/\r\n/.test(before) && !/\r\n/.test(next)
  const mine = isOther ? current.replaceAll('\r\n', '\n') : current
  const parts = diff3Merge(mine.split('\n'), before.split('\n'), next.split('\n'))
  if (parts.some((part) => part.conflict !== undefined)) return null
  return parts.flatMap((part) => part.ok ?? []).join(isOther ? '\r\n' : '\n')
}
