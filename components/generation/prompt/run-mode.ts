import type { Run } from '@/lib/domains/runs/contract'
import type { RunMode } from '../run/stage-words'

/**
 * What a project is already: a page at the root and no package is a site of plain files, which a further prompt changes
 * as such. Pure.
 */
export const standingOf = (files: ReadonlyArray<{ path: string }>): 'fullstack' | 'site' =>
  files.some(({ path }) => path === 'index.html') && !files.some(({ path }) => path === 'package.json')
    ? 'site'
    : 'fullstack'

/** What a run makes: what was asked for, else what the project is. Pure. */
export const modeOf = ({
  runs,
  runId,
  files,
}: {
  runs: readonly Run[]
  runId: string | null
  files: ReadonlyArray<{ path: string }>
}): RunMode => runs.find(({ id }) => id === runId)?.mode ?? standingOf(files)
