import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './postmaster.ts'

/**
 * Start time of a process in clock ticks since boot; with the pid it names one process for good. Empty where /proc is
 * missing.
 */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

async function isHeld(content: string): Promise<boolean> {
  const [pid, start] = content.trim().split(' ')
  if (!pid || !isAlive(Number(pid))) return false
  return !start || start === (await startOf(Number(pid)))
}

async function tryTake(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600)
    await handle.writeFile(`${process.pid} ${await startOf(process.pid)}\n`)
    await handle.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Moves a dead owner's lock aside. Two waiters may try: one rename wins, and a lock that was retaken meanwhile is put
 * back.
 */
async function breakStale(path: string, seen: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => seen)
  if (moved !== seen) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

/**
 * Runs `work` while holding the lock file `path`, one process (and one caller in it) at a time. A lock whose owner died
 * is broken. Throws after `patience` milliseconds of waiting.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, patience = 90_000): Promise<T> {
  const end = Date.now() + patience
  let emptySince = 0
  while (!(await tryTake(path))) {
    const content = await readFile(path, 'utf8').catch(() => null)
    // Empty: the owner is between creating and writing it; only when that lasts did it die there.
    if (content === '') emptySince ||= Date.now()
    else emptySince = 0
    const isStale = content === '' ? Date.now() - emptySince > 2_000 : content !== null && !(await isHeld(content))
    if (isStale) await breakStale(path, content ?? '')
    else if (Date.now() > end) throw new Error(`Another process holds ${path} for more than ${patience / 1000} s.`)
    else await sleep(50)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}
