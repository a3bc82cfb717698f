import type { Runtime } from '../../../../app-runtime/open-runtime.ts'
import type { AskResult } from '../../contract.ts'
import { loadProject } from '../../load-project.ts'
import { BEHAVIOUR_MS, PREVIEW_MS } from '../../preview/bounds.ts'
import { SharedApplication } from '../../preview/shared-application.ts'
import type { ScratchCluster } from '../../scratch/cluster.ts'
import { controlAsks } from './control-asks.ts'

export type ControlProjectOptions = {
  scratch: () => Promise<ScratchCluster>
  previewRuntime: () => Promise<Runtime>
  signal: AbortSignal
  /** So long asks are begun; those that are left stay pending. */
  wallMs?: number
}

/** Controls take some seconds for each ask: they run after a version was delivered, in a run of their own. */
export const CONTROLS_MS = 240_000

/**
 * The controls of a version whose report was made before: the same files, and what that report says of its asks.
 * @returns the asks with what the controls showed; those of other states as they are
 */
export async function controlProject(
  files: ReadonlyMap<string, Uint8Array>,
  results: readonly AskResult[],
  { scratch, previewRuntime, signal, wallMs = CONTROLS_MS }: ControlProjectOptions,
): Promise<AskResult[]> {
  const project = loadProject(files)
  const application = new SharedApplication({
    project,
    scratch,
    runtime: previewRuntime,
    signal,
    isCopied: true,
    bundleMs: PREVIEW_MS,
    processMs: wallMs + BEHAVIOUR_MS,
  })
  try {
    const prepared = await application.prepare()
    if (prepared.is !== 'ready') return [...results]
    const until = performance.now() + wallMs
    return await controlAsks(project.spec.asks ?? [], results, { project, application, signal, until })
  } finally {
    await application.close()
  }
}
