import { type ChildProcess, spawn } from 'node:child_process'
import { bundleArgs, ensureBundle } from '../../scripts/launch/bundle.mjs'

/** A worker as a real process on a test's database, so that it can be killed like one. */
export type WorkerProcess = { pid: number; kill(): Promise<void>; stop(): Promise<void>; output(): string }

const READY = '"msg":"worker started"'

/** @param home folder for scratch databases; @param extra further environment; @returns once the worker takes runs */
export async function startWorkerProcess(
  databaseUrl: string,
  home: string,
  extra: Record<string, string> = {},
): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(process.execPath, bundleArgs(await ensureBundle(), 'worker'), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DEVORA_HOME: home,
      NEXTAUTH_SECRET: 'test secret that is long enough, really',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'info',
      // The next test is not to wait for the last one's; who tests them turns them on.
      EVIDENCE_CONTROLS: 'false',
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test whose set-up took too long ends without having stopped it.
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  let output = ''
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void exited.then(() => process.off('exit', endWithUs))
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes(READY)) resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    void exited.then(() => reject(new Error(`the worker ended before it was ready:\n${output}`)))
  })
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return { pid: child.pid!, kill: end('SIGKILL'), stop: end('SIGTERM'), output: () => output }
}
