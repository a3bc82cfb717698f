import type { Ctx } from '../../../context'
import { readManifestFiles } from '../../projects/internal/read-manifest'
import { storeBlobs } from '../../projects/internal/store-blobs'
import type { FileRef, Generated, Manifest } from '../../spec/manifest'
import { generatedAfter, type MergeInput, mergeTexts, planMerge, type Refs, withoutEdits } from './merge-files'

export type Merged = {
  manifest: Map<string, FileRef>
  /** Files that both sides changed in the same place; the person's text stands. */
  conflicts: string[]
  /** Files that a person took out, and that this generation would have changed. */
  deleted: string[]
  /** Files brought back from an earlier version that this change could only be made to by writing them anew. */
  rewritten: string[]
  /** What Devora itself has written of the result. */
  generated: Generated
}

/** Follows from the prompt alone, which every run adds to: that it is still away says nothing. */
const README = 'README.md'

/** Carries out a merge: reads the texts that both sides changed, and stores what became of them. */
export async function mergeInto(ctx: Ctx, input: MergeInput): Promise<Merged> {
  const plan = planMerge(input)
  const restored = new Map([...input.before].flatMap(([path, ref]) => (ref.restored ? [[path, ref.restored]] : [])))
  const [before, earlier, current, next] = await Promise.all(
    [input.before, restored, input.current, input.next].map((from) => textsOf(ctx, from, plan.combine)),
  )
  const combined = new Map<string, string>()
  const isolated = new Map<string, string>()
  const conflicts = [...plan.conflicts]
  const rewritten: string[] = []
  for (const path of plan.combine) {
    const [is, will] = [current!.get(path), next!.get(path)]
    const text = combine(before!.get(path), is, will)
    const second = text === null ? combine(earlier!.get(path), is, will) : null
    const merged = text ?? second
    if (merged === null) {
      conflicts.push(path)
      plan.take.set(path, input.current.get(path)!)
    } else combined.set(path, merged)
    if (second !== null) rewritten.push(path)
    const was = (second === null ? before! : earlier!).get(path)
    if (was !== undefined && is !== undefined && will !== undefined) isolated.set(path, withoutEdits(was, is, will))
  }
  const refs = await storeBlobs(ctx, combined)
  const own = await storeBlobs(ctx, isolated)
  return {
    manifest: new Map([...plan.take, ...refs]),
    conflicts: conflicts.sort(),
    deleted: plan.deleted.filter((path) => path !== README).sort(),
    rewritten: rewritten.sort(),
    generated: generatedAfter(input, own),
  }
}

/** Null also for what is no text: bytes that lines cannot be made of are not merged. */
const combine = (before: string | undefined, mine: string | undefined, next: string | undefined): string | null =>
  before === undefined || mine === undefined || next === undefined ? null : mergeTexts(before, mine, next)

/** The texts at some paths, where there are any: neither absent nor something else than UTF-8. */
async function textsOf(ctx: Ctx, from: Refs, paths: readonly string[]): Promise<Map<string, string>> {
  const wanted: Manifest = new Map(
    paths.flatMap((path) => {
      const ref = from.get(path)
      return ref === undefined ? [] : [[path, ref] as const]
    }),
  )
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const texts = new Map<string, string>()
  for (const [path, bytes] of await readManifestFiles(ctx, wanted)) {
    try {
      texts.set(path, decoder.decode(bytes))
    } catch {
      continue
    }
  }
  return texts
}
