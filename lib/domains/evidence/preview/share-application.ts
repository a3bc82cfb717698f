import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import type { Check, ProjectUnderCheck } from '../check.ts'
import type { ScratchCluster } from '../scratch/cluster.ts'
import { APPLICATION_MS, PREVIEW_MS } from './bounds.ts'
import type { Prestarted } from './prestarted.ts'
import { SharedApplication } from './shared-application.ts'

/** Of the wall clock of a check: what takes longer to be bundled is said to. */
const BUNDLING = 0.6

type Tools = {
  scratch: () => Promise<ScratchCluster>
  previewRuntime?: () => Promise<Runtime>
  prestarted?: Prestarted
  signal: AbortSignal
  wallMs?: number
}

/** One running application for those of the checks that use it; undefined where there is nothing to run it on. */
export function shareApplication(
  project: ProjectUnderCheck,
  checks: readonly Check[],
  { scratch, previewRuntime, prestarted, signal, wallMs = PREVIEW_MS }: Tools,
): SharedApplication | undefined {
  if (previewRuntime === undefined) return undefined
  return new SharedApplication({
    project,
    scratch,
    runtime: previewRuntime,
    signal,
    isCopied: checks.some(({ name }) => name === 'behaviour' || name === 'build'),
    bundleMs: Math.min(wallMs, PREVIEW_MS) * BUNDLING,
    processMs: APPLICATION_MS,
    ...(prestarted && { prestarted }),
  })
}
