import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/*
 * One process at a time may have the data: two would destroy it. A file names the process; one that was killed leaves
 * it behind, so it counts only while that process lives and is one of these.
 */

/** `child`: the process that was started beside, which a killed one leaves behind. */
export type Holder = { pid: number; url?: string; child?: number }

/** What a process was started as; null when there is none; empty where that cannot be told (Windows). */
async function commandOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  if (process.platform === 'win32') return ''
  const inProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  if (inProc !== null) return inProc.replaceAll('\0', ' ')
  const listed = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch(() => null)
  return listed?.stdout ?? null
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A file that was only just made may still be empty, so it is read again before it counts for nothing. */
async function readHolder(path: string, isLast = false): Promise<Holder | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const holder: unknown = JSON.parse(text)
    return typeof (holder as Holder).pid === 'number' ? (holder as Holder) : null
  } catch {
    if (isLast) return null
    await pause(200)
    return readHolder(path, true)
  }
}

/** Whoever has the data now; null when nobody does. */
export async function holderOf(path: string): Promise<Holder | null> {
  const holder = await readHolder(path)
  if (holder === null || holder.pid === process.pid) return null
  const command = await commandOf(holder.pid)
  return command === null || (command !== '' && !command.includes('local-supabase')) ? null : holder
}

export type Lock = { write(more: Omit<Holder, 'pid'>): Promise<void>; release(): void }

/** Takes the data, or answers who has it. */
export async function takeLock(path: string): Promise<Lock | Holder> {
  const mine: Holder = { pid: process.pid }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(path, JSON.stringify(mine), { flag: 'wx' })
      // Another that found the same leftover may have removed this file for it.
      if (attempt > 0) await pause(200)
      const now = await readHolder(path)
      if (now?.pid === process.pid) return lockAt(path, mine)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await holderOf(path)
    if (holder !== null) return holder
    await endLeftover((await readHolder(path))?.child)
    rmSync(path, { force: true })
  }
  return (await holderOf(path)) ?? { pid: 0 }
}

const lockAt = (path: string, mine: Holder): Lock => ({
  async write(more) {
    Object.assign(mine, more)
    await writeFile(`${path}.draft`, JSON.stringify(mine))
    await rename(`${path}.draft`, path)
  },
  release: () => rmSync(path, { force: true }),
})

/** Ends the `next` that a killed process left behind: it would hold the port, and Next.js refuses a second one. */
async function endLeftover(pid: number | undefined): Promise<void> {
  if (pid === undefined) return
  const command = await commandOf(pid)
  if (command === null || !/\bnext\b/.test(command)) return
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has just ended.
  }
}
