import type { Told } from '@/lib/core/told'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { faultsSince } from '@/lib/domains/spec/edit/faults'
import { SafeSpec } from '@/lib/domains/spec/edit/plan'

export type PlanFault = {
  /** The table it is about; null when it is about the plan as a whole. */
  table: string | null
  told: Told
}

/**
 * What is wrong with an edited plan and was not before, with the card that it is told in; empty when it can be sent.
 * The rules are the server's, which looks again. Pure.
 */
export function planFaults(before: AppSpec | null, spec: AppSpec): PlanFault[] {
  const tableAt = (path: readonly PropertyKey[]): string | null =>
    path[0] === 'entities' && typeof path[1] === 'number' ? (spec.entities[path[1]]?.table ?? null) : null
  const dangers = (SafeSpec.safeParse(spec).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'custom' ? [{ table: tableAt(issue.path), told: issue.params?.['told'] as Told }] : [],
  )
  return [...dangers, ...faultsSince(before, spec).map(({ path, told }) => ({ table: tableAt(path), told }))]
}

/** Whether a stored text is still a plan that can be shown. */
export const isPlan = (value: unknown): value is AppSpec => SafeSpec.safeParse(value).success
