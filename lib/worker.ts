import { closeContext, type Ctx, createContext } from './context'
import { env } from './core/env'
import { defineVerification } from './domains/evidence/run'
import { openVerifier } from './domains/evidence/verifier'
import { defineGeneration } from './domains/generation/run'
import { correctedAnswer } from './domains/generation/stages/delivery/corrected-answer'
import { sweepRuns } from './domains/runs/internal/sweep-runs'
import { defineSweep } from './domains/system/run'
import { startWorker, type Worker } from './engine/worker'

/**
 * The worker process, wired together: defines every kind of run, then executes what waits in the queue until it is told
 * to stop.
 */

/**
 * @param onLost called when other workers have taken its runs over: the process must end
 * @returns stops the worker: no new run is taken, those under way get some seconds, the rest is resumed by the next
 * worker
 */
export async function runWorker(onLost: () => void): Promise<{ worker: Worker; ctx: Ctx; stop(): Promise<void> }> {
  const ctx = await createContext({
    databaseUrl: env().DATABASE_URL,
    logLevel: env().LOG_LEVEL,
    secret: env().secrets.NEXTAUTH_SECRET,
    encryptionKey: env().secrets.ENCRYPTION_KEY,
    models: env(),
    s3: env().s3,
    home: env().DEVORA_HOME,
    process: 'worker',
  })
  const verifier = openVerifier(ctx, { hasControls: env().EVIDENCE_CONTROLS, chromiumPath: env().DEVORA_CHROMIUM })
  defineGeneration(ctx, verifier)
  defineVerification(ctx, verifier, correctedAnswer)
  defineSweep(ctx)
  const worker = await startWorker({
    databaseUrl: env().DATABASE_URL,
    db: ctx.db,
    log: ctx.log,
    concurrency: env().WORKER_CONCURRENCY,
    onBeat: () => sweepRuns(ctx),
    onLost,
  })
  const stop = async (): Promise<void> => {
    await worker.stop()
    await verifier.close()
    await closeContext(ctx)
  }
  return { worker, ctx, stop }
}
