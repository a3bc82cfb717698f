import { readdir, readFile } from 'node:fs/promises'

/**
 * Bounds the memory of a process and all its descendants together: limits of the kernel without a cgroup count one
 * process each.
 */

const EVERY_MS = 200
const PAGE = 4096

type Stat = { parent: number; bytes: number }

/** Parent and resident bytes of every process that can be seen. */
async function readProcesses(): Promise<Map<number, Stat>> {
  const found = new Map<number, Stat>()
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  await Promise.all(
    ids.map(async (id) => {
      const text = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => '')
      // The name stands in brackets and may hold anything; the fields are counted from behind it.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      if (fields.length > 21) found.set(Number(id), { parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE })
    }),
  )
  return found
}

/**
 * Resident bytes of `pid` and its descendants; a detached child is still one, its namespace's first process adopts it.
 */
export async function residentBytes(pid: number): Promise<number> {
  const all = await readProcesses()
  const children = Map.groupBy(all.keys(), (id) => all.get(id)?.parent ?? 0)
  let total = 0
  for (const queue = [pid]; queue.length > 0;) {
    const id = queue.pop() as number
    total += all.get(id)?.bytes ?? 0
    queue.push(...(children.get(id) ?? []))
  }
  return total
}

export type MemoryWatch = { start(pid: number, kill: () => void): void; end(): void; isOver(): boolean }

/** Calls `kill` as soon as the tree of `pid` holds more than `megabytes`. */
export function watchMemory(megabytes: number): MemoryWatch {
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  let isEnded = false
  return {
    start(pid, kill) {
      const look = async (): Promise<void> => {
        const bytes = await residentBytes(pid).catch(() => 0)
        if (isEnded) return
        if (bytes > megabytes * 1024 * 1024) {
          isOver = true
          kill()
        } else timer = setTimeout(() => void look(), EVERY_MS)
      }
      timer = setTimeout(() => void look(), EVERY_MS)
    },
    end() {
      isEnded = true
      clearTimeout(timer)
    },
    isOver: () => isOver,
  }
}
