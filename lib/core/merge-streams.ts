/**
 * What several sources yield, in the order in which it comes. All of them are read at the same time. The first error
 * ends it; whoever leaves early lets the sources go. A source that waits for something has to be told to stop by its
 * own means (a signal): leaving waits for it.
 */
export async function* mergeStreams<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T, void, void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  const pending = new Map<number, Promise<{ index: number; result: IteratorResult<T> }>>()
  const ask = (index: number): void => {
    const next = iterators[index]!.next().then((result) => ({ index, result }))
    // Whoever has left hears of no error; that is no reason to end the process.
    next.catch(() => undefined)
    // To the end of the line: of several that are ready the race takes the first, and an eager source would leave no
    // room for the others.
    pending.delete(index)
    pending.set(index, next)
  }
  for (const index of iterators.keys()) ask(index)
  try {
    while (pending.size > 0) {
      const { index, result } = await Promise.race(pending.values())
      if (result.done === true) {
        pending.delete(index)
        continue
      }
      ask(index)
      yield result.value
    }
  } finally {
    await Promise.allSettled([...pending.keys()].map((index) => iterators[index]!.return?.()))
  }
}
