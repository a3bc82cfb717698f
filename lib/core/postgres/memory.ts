import { lstat, readdir, readFile, rm, statfs } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { livingPostmaster, stopPostmaster } from './postmaster.ts'

/*
 * Clusters whose data may be lost live in memory where there is room: a database is made by creating hundreds of files,
 * which costs a file system on a disk six times the processor time that it costs one in memory.
 */

/** A file system in memory on every Linux (`man 7 shm_overview`); containers often have a few megabytes of it. */
const MEMORY = '/dev/shm'
/** `TMPFS_MAGIC`, `man 2 statfs`. */
const TMPFS = 0x01021994
/** What must be free, of the file system as of memory: what the databases of hostile projects may fill, and as much. */
const ROOM = 4 * 1024 ** 3

const OURS = /^devora-data-[0-9a-f]{16}$/

/** Whose data a folder holds: the home of the cluster, in the file that says that it is complete. */
const homeIn = (mark: string): string => mark.split('\n')[1] ?? ''

/** A new folder in memory for the data of a cluster, not yet made; null where there is no room. */
export async function folderInMemory(): Promise<string | null> {
  const found = await statfs(MEMORY).catch(() => null)
  if (found?.type !== TMPFS || found.bavail * found.bsize < ROOM || process.availableMemory() < ROOM) return null
  return join(MEMORY, `devora-data-${randomBytes(8).toString('hex')}`)
}

export const isInMemory = (data: string): boolean => data.startsWith(`${MEMORY}/`)

/** Whether the data are there and nobody else's: a machine that starts anew has none, and anybody may write there. */
export async function isKept(data: string, account: Account): Promise<boolean> {
  const info = await lstat(data).catch(() => null)
  return info?.isDirectory() === true && info.uid === account.uid
}

/**
 * Ends clusters in memory whose home is gone or has other data by now: nobody else would ever give the memory back.
 * @param dataOf what a home says where its data are
 */
export async function sweepMemory(account: Account, dataOf: (home: string) => Promise<string | null>): Promise<void> {
  for (const name of (await readdir(MEMORY).catch(() => [])).filter((one) => OURS.test(one))) {
    const data = join(MEMORY, name)
    if (!(await isKept(data, account))) continue
    const mark = await readFile(join(data, 'devora-complete'), 'utf8').catch(() => null)
    if (mark === null ? await isYoung(data) : (await dataOf(homeIn(mark)).catch(() => null)) === data) continue
    const server = await livingPostmaster(data)
    if (server !== null) await stopPostmaster(server.pid).catch(() => undefined)
    await rm(data, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Somebody may be at it. */
const YOUNG_MS = 10 * 60_000
const isYoung = async (data: string): Promise<boolean> =>
  Date.now() - ((await lstat(data).catch(() => null))?.mtimeMs ?? 0) < YOUNG_MS
