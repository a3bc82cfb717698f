import type { Asked } from '../projects/contract'
import type { DevoraJson } from '../spec/contract'
import { untried } from './behaviour/judge-asks'
import type { AskResult, Report } from './contract'

/*
 * What was asked, beside what is proven of it.
 */

/**
 * What a report says of the asks of `devora.json`, and of the words that are none. An ask about which the check of
 * behaviour says nothing has not been tried.
 * @param tried what that check found, by the ask's id
 */
export function askedIn(
  { asks, prompts }: Pick<DevoraJson, 'asks' | 'prompts'>,
  tried: ReadonlyMap<string, AskResult>,
): Pick<Report, 'asks' | 'notUnderstood'> {
  if (asks === undefined && prompts === undefined) return {}
  return {
    asks: untried(asks ?? [], 'It was not tried.').map((untold) => tried.get(untold.id) ?? untold),
    notUnderstood: (prompts ?? []).reduce((sum, { notUnderstood }) => sum + notUnderstood.length, 0),
  }
}

/** The numbers that stand beside a version's status; null where nothing is known of what was asked. */
export function countAsked({ asks, notUnderstood = 0 }: Report): Asked | null {
  if (asks === undefined) return null
  const of = (status: AskResult['status']): number => asks.filter((one) => one.status === status).length
  return {
    asks: asks.length - of('struck'),
    proven: of('proven'),
    unproven: of('unproven'),
    failed: of('failed'),
    notBuilt: of('not_built'),
    notUnderstood,
  }
}
