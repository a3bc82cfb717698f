import type { StageEvent } from '../../runs/internal/recorder'
import type { AppSpec } from '../../spec/contract'

/** What a run tells of its plan: how much is to come, and what it took the newest prompt to say. */
export function planEvent({ name, kind, entities, pages, asks = [], prompts = [] }: AppSpec): StageEvent {
  const newest = prompts.length - 1
  const prompt = prompts[newest]
  return {
    type: 'plan',
    name,
    kind,
    entities: entities.map((entity) => entity.name),
    pages: pages.map((page) => page.path),
    ...(prompt !== undefined && {
      asked: {
        prompt,
        asks: asks
          .filter((ask) => ask.prompt === newest)
          .map(({ id, spans, meaning, state, why }) => ({
            id,
            spans,
            meaning,
            state,
            ...(why !== undefined && { why }),
          })),
      },
    }),
  }
}
