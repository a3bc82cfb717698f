import type { Runtime } from '../../../../app-runtime/open-runtime.ts'
import type { AskResult } from '../../contract.ts'
import type { ProjectUnderCheck } from '../../check.ts'
import { loadProject } from '../../load-project.ts'
import type { Pictures } from '../../pictures/picture.ts'
import { takePictures } from '../../pictures/take-pictures.ts'
import { BEHAVIOUR_MS, PREVIEW_MS } from '../../preview/bounds.ts'
import { SharedApplication } from '../../preview/shared-application.ts'
import type { ScratchCluster } from '../../scratch/cluster.ts'
import type { Application } from '../run-scenario.ts'
import { openSite } from '../static-site.ts'
import { Chromium, type ChromiumOptions } from '../chromium/chromium.ts'
import { controlAsks } from './control-asks.ts'

export type ControlProjectOptions = {
  scratch: () => Promise<ScratchCluster>
  previewRuntime: () => Promise<Runtime>
  signal: AbortSignal
  /** Finds what scenarios are played in that need a browser; absent: there is none. */
  chromium?: ChromiumOptions['find']
  /** So long asks are begun; those that are left stay pending. */
  wallMs?: number
  /** Gets pictures of all scenarios, also of those that failed, before the controls begin; absent: none are taken. */
  onPictures?: (pictures: Pictures) => Promise<void>
}

/** Controls take some seconds for each ask: they run after a version was delivered, in a run of their own. */
export const CONTROLS_MS = 240_000
/** A picture takes as long as its scenario. */
const PICTURES_MS = 60_000

/**
 * What follows on a version whose report was made before: pictures of its scenarios, and its controls. The same files,
 * and what that report says of its asks.
 * @returns the asks with what the controls showed; those of other states as they are
 */
export async function controlProject(
  files: ReadonlyMap<string, Uint8Array>,
  results: readonly AskResult[],
  options: ControlProjectOptions,
): Promise<AskResult[]> {
  const { signal, wallMs = CONTROLS_MS, chromium: find } = options
  const chromium = find && new Chromium({ find, signal, budgetMs: wallMs + PICTURES_MS })
  try {
    return await followIn(loadProject(files), results, options, chromium)
  } finally {
    await chromium?.close()
  }
}

async function followIn(
  project: ProjectUnderCheck,
  results: readonly AskResult[],
  options: ControlProjectOptions,
  browser: Chromium | undefined,
): Promise<AskResult[]> {
  const { scratch, previewRuntime, signal, wallMs = CONTROLS_MS } = options
  const site = openSite(project)
  if (site !== null) return follow(project, results, { ...options, browser, application: site })
  const application = new SharedApplication({
    project,
    scratch,
    runtime: previewRuntime,
    signal,
    isCopied: true,
    bundleMs: PREVIEW_MS,
    processMs: wallMs + PICTURES_MS + BEHAVIOUR_MS,
  })
  try {
    const prepared = await application.prepare()
    if (prepared.is !== 'ready') return [...results]
    return await follow(project, results, { ...options, browser, application })
  } finally {
    await application.close()
  }
}

type Running = ControlProjectOptions & { application: Application; browser: Chromium | undefined }

async function follow(
  project: ProjectUnderCheck,
  results: readonly AskResult[],
  { application, browser, signal, wallMs = CONTROLS_MS, onPictures }: Running,
): Promise<AskResult[]> {
  const asks = project.spec.asks ?? []
  const within = (ms: number) => ({
    project,
    application,
    signal,
    until: performance.now() + ms,
    ...(browser && { chromium: browser }),
  })
  if (onPictures !== undefined) await onPictures(await takePictures(asks, within(PICTURES_MS)))
  return controlAsks(asks, results, within(wallMs))
}
