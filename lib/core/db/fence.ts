import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Fencing tokens (https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html). A worker that froze and
 * was replaced goes on when it thaws, and knows nothing of it. So each execution of a workflow has a number that the
 * database knows, and every write in it is made under that number: the database refuses those of an older one.
 */

export type Fence = {
  /** The engine's id of the workflow. */
  workflowId: string
  /** Which execution of it this is; the newest one counts. */
  attempt: number
}

/** A newer execution has taken the work over. Ends this one quietly: nothing that it still says may be kept. */
export class Superseded extends Error {
  constructor(options?: { cause?: unknown }) {
    super('a newer attempt has taken this work over', options)
    this.name = 'Superseded'
  }
}

type Held = Fence & {
  /** Inside a transaction that has asked already: what belongs to it is covered. */
  isAsked: boolean
}

const storage = new AsyncLocalStorage<Held>()

/** Everything that `work` writes, however deep below, is written under this fence. */
export const withFence = <T>(fence: Fence, work: () => Promise<T>): Promise<T> =>
  storage.run({ ...fence, isAsked: false }, work)

/** Marks what follows as covered by a transaction that holds the fence. */
export const covered = <T>(work: () => Promise<T>): Promise<T> => {
  const fence = storage.getStore()
  return fence === undefined ? work() : storage.run({ ...fence, isAsked: true }, work)
}

/** The fence of this execution; null outside of workflows, where nobody is ever replaced. */
export const currentFence = (): Fence | null => storage.getStore() ?? null

/** The fence that a write has to ask for by itself; null also where its transaction has asked. */
export const unaskedFence = (): Fence | null => {
  const fence = storage.getStore()
  return fence === undefined || fence.isAsked ? null : fence
}

/** What `require_attempt` (prisma/migrations) says when it refuses. */
const REFUSAL = 'superseded attempt of '

/** The error as `Superseded` when that is what the database says, however it is wrapped; else as it is. */
export function asSuperseded(error: unknown): unknown {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof Superseded) return at
    if (at.message.includes(REFUSAL)) return new Superseded({ cause: error })
  }
  return error
}
