import type { Ctx } from '../../context'
import { controlProject, type ControlProjectOptions } from './behaviour/controls/control-project'
import type { AskResult, CheckName, CheckResult, Report } from './contract'
import { findChromium } from './behaviour/chromium/find-chromium'
import { openPreviewRuntime } from './build-preview'
import { openScratchCluster, type ScratchCluster } from './scratch/cluster'
import { createVerifyCache } from './verify/verify-cache'
import { Prestarted } from './preview/prestarted'
import { verifyProject } from './verify-project'

export type VerifierOptions = {
  signal: AbortSignal
  full?: boolean
  /**
   * Every check runs, also those that would find the very files they have seen before: somebody asks to check again.
   */
  isFresh?: boolean
  /** Only these checks; the others are `not_run`, and the result is `incomplete`. */
  only?: readonly CheckName[]
  onStart?: (check: CheckName) => void
  onCheck?: (result: CheckResult) => void
  onAsk?: (result: AskResult) => void
}

/** Runs the evidence checks for the worker and keeps what they share (the scratch cluster) open between runs. */
export type Verifier = {
  /** A verification is about to come: what it needs whatever its files are is made ready. */
  expect(): void
  verify(files: ReadonlyMap<string, Uint8Array>, options: VerifierOptions): Promise<Report>
  /** What the controls say of asks that are proven so far; the others as they are. */
  control(
    files: ReadonlyMap<string, Uint8Array>,
    asks: readonly AskResult[],
    options: Pick<ControlProjectOptions, 'signal' | 'onPictures'>,
  ): Promise<AskResult[]>
  close(): Promise<void>
}

export type OpenVerifier = {
  /** False: what is proven stays without its controls, and says so. */
  hasControls?: boolean
  /** `DEVORA_CHROMIUM`; absent: the browser is where systems put it, or there is none. */
  chromiumPath?: string | undefined
}

/**
 * Starts opening the scratch cluster and the runtime of previews at once, so that the first run waits for neither.
 */
export function openVerifier(ctx: Ctx, { hasControls = true, chromiumPath }: OpenVerifier = {}): Verifier {
  // A changed project runs only the checks that its changed files can make different.
  const cache = createVerifyCache()
  let cluster: Promise<ScratchCluster> | null = null
  const scratch = (): Promise<ScratchCluster> => {
    cluster ??= openScratchCluster({ home: ctx.home }).catch((error: unknown) => {
      cluster = null
      throw error
    })
    return cluster
  }
  const previewRuntime = openPreviewRuntime(ctx.home)
  const prestarted = new Prestarted(previewRuntime)
  scratch().catch((error: unknown) => ctx.log.error({ err: error }, 'scratch cluster did not start'))
  previewRuntime().catch((error: unknown) => ctx.log.error({ err: error }, 'runtime of previews did not open'))
  const chromium = (): ReturnType<typeof findChromium> => findChromium(chromiumPath)
  chromium().catch((error: unknown) => ctx.log.error({ err: error }, 'the browser cannot be used'))
  return {
    expect: () => prestarted.prestart(),
    verify: (files, { isFresh, ...options }) =>
      verifyProject(files, {
        ...options,
        scratch,
        previewRuntime,
        prestarted,
        chromium,
        ...(isFresh === true ? {} : { cache }),
      }),
    control: async (files, asks, options) =>
      hasControls ? controlProject(files, asks, { ...options, scratch, previewRuntime, chromium }) : [...asks],
    close: async () => {
      await prestarted.close()
      await (await cluster?.catch(() => null))?.close()
    },
  }
}
