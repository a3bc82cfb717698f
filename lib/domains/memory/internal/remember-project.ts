import { toStorable } from '../../../core/text'
import type { Ctx } from '../../../context'
import type { AppSpec } from '../../spec/contract'
import { entityNames } from '../../spec/names'
import { MAX_MEMORY_TEXT } from '../constants'
import type { Memory } from '../contract'
import { projectKey } from '../policy'
import { putMemory } from '../store'

type Planned = Pick<AppSpec, 'name' | 'kind' | 'prompt' | 'entities' | 'pages'>

/**
 * What a project is, in one paragraph: its name, kind, entities with fields, views, and the words it was asked for
 * with.
 */
export function summariseProject(spec: Planned): string {
  const entities = spec.entities.map(
    (entity) => `${entityNames(entity).labelMany} (${entity.fields.map(({ name }) => name).join(', ')})`,
  )
  const views = [...new Set(spec.pages.flatMap(({ view }) => (view === undefined ? [] : [view])))]
  const parts = [`${spec.name}: ${spec.kind}`, `${entities.join('; ')}`, `Views: ${views.join(', ')}`].filter(
    (part) => !/: $|^$/.test(part),
  )
  const summary = `${parts.join('. ')}.`
  const prompt = spec.prompt.replace(/\s+/g, ' ').trim()
  // The user's own words are what they will search by, so they get at least a third of the room.
  const room = Math.max(Math.floor(MAX_MEMORY_TEXT / 3), MAX_MEMORY_TEXT - summary.length - 3)
  const quoted = prompt === '' ? '' : ` “${prompt.slice(0, room - 3)}”`
  return toStorable(`${summary.slice(0, MAX_MEMORY_TEXT - quoted.length)}${quoted}`)
}

/**
 * Remembers what was delivered; one summary per project, the newest. For the run's step `deliver`: run again, it
 * changes nothing.
 */
export async function rememberProject(
  ctx: Ctx,
  input: { ownerId: string; projectId: string; runId: string; spec: Planned },
): Promise<Memory | null> {
  const { ownerId, projectId, runId, spec } = input
  return putMemory(
    ctx.db,
    {
      ownerId,
      kind: 'project',
      key: projectKey(projectId),
      text: summariseProject(spec),
      projectId,
      runId,
      messageId: null,
    },
    ctx.clock.now(),
  )
}
