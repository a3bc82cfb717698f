import { sha256 } from '../../../core/crypto'
import { type DbTx, transaction } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { getSettings } from '../../accounts/get-settings'
import { systemFor } from '../../../http/principal'
import type { AppSpec } from '../../spec/contract'
import type { Memory } from '../contract'
import { MAX_MEMORIES, MAX_SIGNS, PROJECTS_FOR_A_HABIT, scopedKey } from '../policy'
import { type FileTexts, readFileChanges } from '../read-file-changes'
import { readPlanChanges } from '../read-plan-changes'
import { isScheme, type Seen } from '../seen'
import { countMemories, countProjectsWith, countSigns, putMemory, putSign } from '../store'

/** Preferences learned from what somebody changes, without a model. Internal: their own project, their own change. */

type Change = { ownerId: string; projectId: string; runId?: string }

/** From a plan as Devora made it and as its user confirmed it. @returns what is new or was different before */
export const learnFromPlan = (ctx: Ctx, change: Change & { before: AppSpec; after: AppSpec }): Promise<Memory[]> =>
  learn(ctx, change, readPlanChanges(change.before, change.after), {
    source: 'plan',
    event: `project:${change.projectId}`,
  })

/** From a file that was edited by hand. */
export const learnFromFile = (ctx: Ctx, change: Change & { path: string; texts: FileTexts }): Promise<Memory[]> =>
  learn(ctx, change, readFileChanges(change.path, change.texts), {
    source: 'file',
    path: change.path,
    event: `project:${change.projectId}`,
  })

/**
 * From a prompt that changes what was delivered: `after` is the plan with nothing but what the prompt says changed,
 * `said` the one with only those of its sentences carried out that are remembered word by word anyway, `forAll` the one
 * with those that are meant for every project.
 */
export async function learnFromFollowUp(
  ctx: Ctx,
  change: Change & { prompt: string; before: AppSpec; after: AppSpec; said: AppSpec; forAll: AppSpec },
): Promise<Memory[]> {
  const { before, after, said, forAll } = change
  const known = new Set(readPlanChanges(before, said).map(({ topic }) => topic))
  const chosen = readPlanChanges(before, after).filter(({ topic }) => !known.has(topic))
  const everywhere = new Set(readPlanChanges(before, forAll).map(({ topic }) => topic))
  const learnt = (isAlways: boolean): Promise<Memory[]> =>
    learn(
      ctx,
      change,
      chosen.filter(({ topic }) => everywhere.has(topic) === isAlways).flatMap((one) => inTheirWords(one, after)),
      { source: 'prompt', event: promptEvent(change), isAlways },
    )
  return [...(await learnt(true)), ...(await learnt(false))]
}

/**
 * A prompt names colours: "green" is remembered as green. Of "make it dark" nothing but that, because the shade was
 * Devora's choice.
 */
function inTheirWords(one: Seen, { theme }: AppSpec): Seen[] {
  const name =
    one.topic === 'component-colour'
      ? theme['componentName']
      : one.topic === 'background-colour'
        ? theme['backgroundName']
        : null
  if (name == null || name.startsWith('#')) return [one]
  if (isScheme(name)) return []
  return [{ ...one, text: `${one.topic === 'component-colour' ? 'Components' : 'Background'} in ${name}` }]
}

/** The same words in the same project are the same event, also when the run is tried again. */
export const promptEvent = ({ projectId, prompt }: { projectId: string; prompt: string }): string =>
  `prompt:${sha256(JSON.stringify([projectId, prompt]))}`

/** `isAlways`: it was said to hold everywhere. */
type Origin = { source: 'plan' | 'file' | 'prompt'; path?: string; event: string; isAlways?: boolean }

async function learn(ctx: Ctx, change: Change, all: Seen[], origin: Origin): Promise<Memory[]> {
  if (all.length === 0) return []
  const { preferences } = await getSettings(ctx, systemFor(change.ownerId))
  if (!preferences.learn) return []
  return transaction(ctx.db, async (tx) => {
    const learned: Memory[] = []
    for (const one of all) {
      const memory = await learnOne(tx, ctx.clock.now(), change, one, origin)
      if (memory !== null) learned.push(memory)
    }
    return learned
  })
}

async function learnOne(tx: DbTx, now: Date, change: Change, one: Seen, origin: Origin): Promise<Memory | null> {
  const { ownerId, projectId, runId = null } = change
  const key = `topic:${one.topic}`
  if ((await countSigns(tx, ownerId)) >= MAX_SIGNS) return null
  const sign = await putSign(tx, { ownerId, key, value: one.value, event: origin.event, projectId, now })
  // Its owner has forgotten what this very event had taught. And a prompt says once what it says: a step that runs
  // again days later must not put it over what was said since. A file can be changed there and back.
  if (sign === 'forgotten' || (sign === 'known' && origin.source === 'prompt')) return null
  if (!one.isOnce && (await countProjectsWith(tx, ownerId, key, one.value)) < PROJECTS_FOR_A_HABIT) return null
  if ((await countMemories(tx, ownerId)) >= MAX_MEMORIES) return null
  const { source, path = null } = origin
  // A look is of the project it was chosen in. What was chosen in two of them is a habit, and holds everywhere.
  const scopeProjectId = one.isOnce && origin.isAlways !== true ? projectId : null
  return putMemory(
    tx,
    {
      ownerId,
      kind: 'preference',
      key: scopedKey(key, scopeProjectId),
      text: one.text,
      projectId: null,
      runId,
      messageId: null,
      source,
      sourcePath: path,
      sourceProjectId: projectId,
      scopeProjectId,
    },
    now,
  )
}
