import { execFile } from 'node:child_process'
import { readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Postmaster = { pid: number; port: number }

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The state letter of /proc/<pid>/stat: a killed child that nobody has waited for yet is `Z` and serves no one. */
async function isZombie(pid: number): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return line.slice(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3) === 'Z'
}

/**
 * A process id is reused after a reboot or in a new container: it is our server only when it runs `postgres` in that
 * very folder.
 */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid) || (await isZombie(pid))) return false
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  if (folder !== null) return folder === data
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return command.stdout.includes('postgres')
}

/**
 * The living server of that data folder, from its `postmaster.pid` (pid, folder, start, port, …); null when there is
 * none.
 */
export async function livingPostmaster(data: string): Promise<Postmaster | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  return (await isServerOf(pid, data)) ? { pid, port: Number(lines[3]) || 0 } : null
}

/**
 * Removes the pid file of a server that is gone; Postgres itself would refuse to start when another process now has
 * that id.
 */
export async function clearStalePidFile(data: string): Promise<void> {
  if (!(await livingPostmaster(data))) await rm(join(data, 'postmaster.pid'), { force: true })
}

async function isGoneWithin(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    if (!isAlive(pid) || (await isZombie(pid))) return true
    await sleep(20)
  }
  return false
}

/**
 * Stops a server: fast shutdown (SIGINT: sessions end, everything is written), after 20 s immediate shutdown (SIGQUIT:
 * the next start recovers from the log), at last SIGKILL. Resolves when the process is gone.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await isGoneWithin(pid, patience)) return
  }
  throw new Error(`Postgres (process ${pid}) does not stop.`)
}
