import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/**
 * Bounds the memory of a process and all its descendants together: limits of the kernel without a cgroup count one
 * process each.
 */

const EVERY_MS = 200
const PAGE = 4096

type Stat = { parent: number; bytes: number }

async function statOf(id: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => '')
  // The name stands in brackets and may hold anything; the fields are counted from behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.length > 21 ? { parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE } : null
}

/** Whether the kernel lists the children of a process (CONFIG_PROC_CHILDREN), which spares reading all others. */
const listsChildren = existsSync(`/proc/self/task/${process.pid}/children`)

/** Children of a process, whichever of its threads has started them. */
async function childrenOf(id: number): Promise<number[]> {
  const threads = await readdir(`/proc/${id}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${id}/task/${thread}/children`, 'latin1').catch(() => '')),
  )
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}

/** Children by parent, of every process that can be seen. */
async function allChildren(): Promise<Map<number, number[]>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = await Promise.all(ids.map(async (id) => [id, await statOf(id)] as const))
  const children = new Map<number, number[]>()
  for (const [id, stat] of stats)
    if (stat !== null) children.set(stat.parent, [...(children.get(stat.parent) ?? []), id])
  return children
}

/**
 * Resident bytes of `pid` and its descendants; a detached child is still one, its namespace's first process adopts it.
 */
export async function residentBytes(pid: number): Promise<number> {
  const all = listsChildren ? null : await allChildren()
  const seen = new Set<number>()
  let total = 0
  for (const queue = [pid]; queue.length > 0;) {
    const id = queue.pop() as number
    if (seen.has(id)) continue
    seen.add(id)
    total += (await statOf(id))?.bytes ?? 0
    queue.push(...(all === null ? await childrenOf(id) : (all.get(id) ?? [])))
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
