import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bundleArgs, ensureBundle } from '../../scripts/launch/bundle.mjs'
import { freePort } from './app'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built web server as a process of its own, without launcher and worker, so that its database is a test's own. */
export type WebProcess = { url: string; pid: number; stop(): Promise<void>; output(): string }

/** @param home its DEVORA_HOME; @returns once it listens. Needs a build. */
export async function startWebProcess(databaseUrl: string, home: string): Promise<WebProcess> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(process.execPath, bundleArgs(await ensureBundle(), 'web'), {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      NEXTAUTH_URL: url,
      DATABASE_URL: databaseUrl,
      DEVORA_HOME: home,
      NEXTAUTH_SECRET: 'test secret that is long enough, really',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    void exited.then(() => reject(new Error(`the web server ended before it listened:\n${output}`)))
  })
  return {
    url,
    pid: child.pid!,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
