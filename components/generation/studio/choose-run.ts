import { isEnded } from '@/lib/domains/runs/constants'
import type { Run } from '@/lib/domains/runs/contract'

/** Which generation to show: one that is going, else the one asked for, else the latest. Pure. */
export function chooseRun(all: readonly Run[], wanted: string | null): Run | null {
  const runs = all.filter((run) => run.kind === 'generation')
  return runs.find((run) => !isEnded(run.status)) ?? runs.find((run) => run.id === wanted) ?? runs[0] ?? null
}
