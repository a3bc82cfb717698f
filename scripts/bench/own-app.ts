import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Devora of this checkout's own, in a temporary folder on a free port, started exactly as a person would. */
export type OwnApp = { url: string; stop(): Promise<void> }

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const end = Date.now() + 300_000; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${log()}`)
    const answer = await fetch(`${url}/api/v2/system/health`).catch(() => null)
    const health = answer?.ok ? ((await answer.json()) as { status: string }) : null
    if (health?.status === 'ok') return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`npm start was not ready within 5 minutes:\n${log()}`)
}

export async function startOwnApp(extra: Record<string, string> = {}): Promise<OwnApp> {
  const home = await mkdtemp(join(tmpdir(), 'devora-bench-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ''
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, PORT: String(port), DEVORA_HOME: home, LOG_LEVEL: 'warn', DATABASE_URL: '', ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGTERM')) await ended
    await rm(home, { recursive: true, force: true })
  }
  try {
    await untilReady(url, child, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
