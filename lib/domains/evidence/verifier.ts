import { join } from 'node:path'
import type { Ctx } from '../../context'
import type { CheckName, CheckResult, Report } from './contract'
import { openScratchCluster, type ScratchCluster } from './scratch/cluster'
import { verifyProject } from './verify-project'

export type VerifierOptions = {
  signal: AbortSignal
  full?: boolean
  /** Only these checks; the others are `not_run`, and the result is `incomplete`. */
  only?: readonly CheckName[]
  onStart?: (check: CheckName) => void
  onCheck?: (result: CheckResult) => void
}

/** Runs the evidence checks for the worker and keeps what they share (the scratch cluster) open between runs. */
export type Verifier = { verify(files: ReadonlyMap<string, Uint8Array>, options: VerifierOptions): Promise<Report>; close(): Promise<void> }

/** Starts opening the scratch cluster at once, so that the first run does not wait for it. */
export function openVerifier(ctx: Ctx): Verifier {
  let cluster: Promise<ScratchCluster> | null = null
  const scratch = (): Promise<ScratchCluster> => {
    cluster ??= openScratchCluster({ home: join(ctx.home) }).catch((error: unknown) => {
      cluster = null
      throw error
    })
    return cluster
  }
  scratch().catch((error: unknown) => ctx.log.error({ err: error }, 'scratch cluster did not start'))
  return {
    verify: (files, options) => verifyProject(files, { ...options, scratch }),
    close: async () => (await cluster?.catch(() => null))?.close(),
  }
}
