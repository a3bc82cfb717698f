/*
 * `AsyncLocalStorage` without Node (https://nodejs.org/api/async_context.html): whoever waits for a promise or a timer
 * goes on with the stores of the moment at which it began to wait. What native `await` waits for cannot be seen, so
 * every script that runs here has been lowered to promises.
 */

type Frame = ReadonlyMap<AsyncLocalStorage<unknown>, unknown>
let frame: Frame = new Map()

type Work = (...args: never[]) => unknown

function within<R>(next: Frame, work: () => R): R {
  const before = frame
  frame = next
  try {
    return work()
  } finally {
    frame = before
  }
}

/** The same function, in the stores of now. */
function bound<T>(work: T): T {
  if (typeof work !== 'function') return work
  const then = frame
  if (then.size === 0) return work
  return function (this: unknown, ...args: unknown[]) {
    return within(then, () => (work as unknown as Work).apply(this, args as never[]))
  } as T
}

export class AsyncLocalStorage<T> {
  static bind<F>(work: F): F {
    return bound(work)
  }
  static snapshot(): (work: Work, ...args: unknown[]) => unknown {
    const then = frame
    return (work, ...args) => within(then, () => work(...(args as never[])))
  }
  run<R>(store: T, work: (...args: never[]) => R, ...args: never[]): R {
    return within(new Map([...frame, [this as AsyncLocalStorage<unknown>, store]]), () => work(...args))
  }
  exit<R>(work: (...args: never[]) => R, ...args: never[]): R {
    const next = new Map(frame)
    next.delete(this as AsyncLocalStorage<unknown>)
    return within(next, () => work(...args))
  }
  getStore(): T | undefined {
    return frame.get(this as AsyncLocalStorage<unknown>) as T | undefined
  }
  enterWith(store: T): void {
    frame = new Map([...frame, [this as AsyncLocalStorage<unknown>, store]])
  }
  disable(): void {
    const next = new Map(frame)
    next.delete(this as AsyncLocalStorage<unknown>)
    frame = next
  }
}

export class AsyncResource {
  private readonly begun = frame
  static bind<F>(work: F): F {
    return bound(work)
  }
  runInAsyncScope(work: Work, self?: unknown, ...args: unknown[]): unknown {
    return within(this.begun, () => work.apply(self, args as never[]))
  }
  bind<F>(work: F): F {
    return within(this.begun, () => bound(work))
  }
  emitDestroy(): this {
    return this
  }
}

/** From now on promises and timers of this place carry the stores along. */
export function followPromises(): void {
  const { then } = Promise.prototype
  const follow = function (this: Promise<unknown>, done: unknown, failed: unknown): unknown {
    return then.call(this, bound(done) as never, bound(failed) as never)
  }
  // Assigned, so that it stays as hidden from loops as the browser's own.
  Reflect.set(Promise.prototype, 'then', follow)
  const { setTimeout: later, setInterval: often, queueMicrotask: soon } = globalThis
  const timer =
    (set: (...args: never[]) => number) =>
    (work: unknown, ...rest: unknown[]) =>
      set.call(globalThis, ...([bound(work), ...rest] as never[]))
  Object.assign(globalThis, {
    setTimeout: timer(later as never),
    setInterval: timer(often as never),
    queueMicrotask: (work: VoidFunction) => soon.call(globalThis, bound(work)),
  })
}
