import type { ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'

/** A process that answers for one project after another, and how many it has answered for. */
export type Warm = { child: ChildProcess; served: number }

export type WarmOptions = {
  /** So many wait at most; further ones are ended. */
  maxWarm: number
  /** After so many projects a process is replaced, so that nothing it keeps adds up. */
  reuses: number
}

/**
 * Processes that wait for the next project, because starting one, or what it has to read first, costs more than what
 * it is asked. Who takes one keeps it or ends it.
 */
export class WarmProcesses<One extends Warm> {
  private readonly waiting: One[] = []
  private readonly options: WarmOptions

  constructor(options: WarmOptions) {
    this.options = options
  }

  /** One that waits and is still there, else a new one. */
  take(start: () => One): One {
    for (let one = this.waiting.pop(); one !== undefined; one = this.waiting.pop())
      if (isAlive(one)) return hold(one, true)
    return hold(start(), true)
  }

  /** It has answered: it waits for the next project, unless it has served enough or enough wait already. */
  keep(one: One): void {
    one.served++
    const isWanted = one.served < this.options.reuses && this.waiting.length < this.options.maxWarm
    if (isWanted && isAlive(one)) this.waiting.push(hold(one, false))
    else end(one)
  }
}

/** As `nice` does by default. */
const NICE = 10

/**
 * Lets everything else go first: files are looked at beside the application that is started and used, and the longer
 * of the two is that.
 */
export function giveWay<One extends ChildProcess>(child: One): One {
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE)
  } catch {
    // It has ended already, and says so itself.
  }
  return child
}

/** Ends it at once; it does not keep ours alive meanwhile. */
export function end(one: Warm): void {
  hold(one, false).child.kill('SIGKILL')
}

const isAlive = ({ child }: Warm): boolean => child.exitCode === null && child.signalCode === null && !child.killed

type Held = { ref?: () => void; unref?: () => void }

/**
 * A process that waits must not keep ours alive; one that works must: Node ends by itself, with status 13 and no word,
 * as soon as nothing it waits for is held.
 */
function hold<One extends Warm>(one: One, isHeld: boolean): One {
  const act = isHeld ? 'ref' : 'unref'
  const { child } = one
  child[act]()
  for (const pipe of [child.channel, ...child.stdio]) (pipe as Held | null | undefined)?.[act]?.()
  return one
}
