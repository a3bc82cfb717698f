import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../../../../context'
import { readManifestFiles } from '../../../projects/internal/read-manifest'
import { sentencesOf } from '../../../spec/sentences'
import type { AppSpec } from '../../../spec/contract'
import type { FileRef, Manifest } from '../../../spec/manifest'
import { architect } from '../../agents/architect/architect'
import { writeSite } from '../../builtin/site/write-site'
import type { WrittenFile } from '../../writing/file-sink'
import { layOver } from '../lay-over'
import type { Plan, RunContext } from '../plan'
import { PLAN_FILE } from '../../../spec/file-path'
import { readPlan } from '../read-plan'
import { TESTS } from '../stage-name'

/** Quotes the prompts, so every run writes it anew. */
const README = 'README.md'

/** A plan without what every run changes: the prompts that it keeps, what they ask for, and who wrote what. */
function contentOf({ asks: _asks, prompts: _prompts, ...spec }: AppSpec): AppSpec {
  return { ...spec, prompt: '', makers: {} }
}

/**
 * Whether a run on an existing project comes to nothing: no file differs but those that say what was asked. Looked at
 * before the review, so that nobody waits, or pays a reviewer, for checks of the same files.
 */
export async function changesNothing(
  ctx: Ctx,
  { context, plan, written }: { context: RunContext; plan: Plan; written: readonly WrittenFile[] },
): Promise<boolean> {
  if (context.baseVersion === 0 || context.previous === null) return false
  // Whoever has a stage done again wants it done: a fresh review of the same files is the point of that run.
  if (context.reuse !== null) return false
  // The tests are written after the review, and were asked for.
  if (context.withTests && context.previous.makers[TESTS] === undefined) return false
  if (!isDeepStrictEqual(contentOf(plan.spec), contentOf(context.previous))) return false
  const { current, manifest, conflicts, deleted } = await layOver(ctx, context, written)
  return conflicts.length + deleted.length === 0 && (await differing(ctx, current, manifest)).length === 0
}

/** Paths at which two sets of files differ in more than what was asked. */
async function differing(ctx: Ctx, a: Manifest, b: Manifest): Promise<string[]> {
  const paths = [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path)?.sha256 !== b.get(path)?.sha256)
  const telling = paths.filter((path) => path !== README && path !== PLAN_FILE)
  if (!paths.includes(PLAN_FILE)) return telling
  const [one, other] = await Promise.all([a, b].map((files) => planOf(ctx, files.get(PLAN_FILE))))
  return one !== null && isDeepStrictEqual(one, other) ? telling : [...telling, PLAN_FILE]
}

async function planOf(ctx: Ctx, ref: FileRef | undefined): Promise<unknown> {
  if (ref === undefined) return null
  const plan = readPlan((await readManifestFiles(ctx, new Map([[PLAN_FILE, ref]]))).get(PLAN_FILE))
  return plan === null ? null : contentOf(plan)
}

/** More of a prompt than this is not taken apart. */
const MOST_SENTENCES = 12

/**
 * Sentences of a change that had no effect: alone they change nothing, and without them the rest comes to the same. The
 * built-in architect can be asked, because the same words give the same plan; of a model nobody can know.
 */
export function withoutEffect(context: RunContext, spec: AppSpec): string[] {
  const { previous, prompt, mode } = context
  if (context.model !== null || previous === null || mode === 'simple' || (context.attached?.plain ?? '') !== '')
    return []
  const sentences = sentencesOf(prompt)
  if (sentences.length > MOST_SENTENCES) return []
  const effect = (text: string): unknown => {
    const planned = text === '' ? previous : architect.make.builtin.plan({ prompt: text, previous, mode })
    return mode === 'site' ? [contentOf(planned), ...writeSite(planned)] : contentOf(planned)
  }
  const [none, all] = [effect(''), effect(prompt)]
  // The plan was confirmed in another form than the prompt alone would give it: nothing can be told from that.
  if (mode !== 'site' && !isDeepStrictEqual(all, contentOf(spec))) return []
  if (isDeepStrictEqual(all, none)) return sentences
  const without = (at: number): string => sentences.filter((_, index) => index !== at).join(' ')
  return sentences.filter(
    (one, at) => isDeepStrictEqual(effect(one), none) && isDeepStrictEqual(effect(without(at)), all),
  )
}
