import { expect, test } from 'vitest'
import { mergeStreams } from '../../../lib/core/merge-streams'

const gate = (): { open: () => void; opened: Promise<void> } => {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}
async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of from) all.push(one)
  return all
}

test('gives what comes first, and all of it', async () => {
  const later = gate()
  const slow = async function* () {
    await later.opened
    yield 'slow'
  }
  const quick = async function* () {
    yield 'quick 1'
    yield 'quick 2'
    later.open()
  }
  expect(await collect(mergeStreams([slow(), quick()]))).toEqual(['quick 1', 'quick 2', 'slow'])
  expect(await collect(mergeStreams([]))).toEqual([])
})

test('reads all sources at the same time', async () => {
  const [first, second] = [gate(), gate()]
  const meets = async function* (mine: () => void, other: Promise<void>) {
    mine()
    await other
    yield 'met'
  }
  const both = mergeStreams([meets(first.open, second.opened), meets(second.open, first.opened)])
  expect(await collect(both)).toEqual(['met', 'met'])
})

test('an error ends it, and the others are let go', async () => {
  let isLetGo = false
  const patient = async function* () {
    try {
      for (;;) yield 'more'
    } finally {
      isLetGo = true
    }
  }
  const broken = async function* (): AsyncGenerator<string> {
    yield 'so far so good'
    throw new Error('broken')
  }
  await expect(collect(mergeStreams([patient(), broken()]))).rejects.toThrow('broken')
  expect(isLetGo).toBe(true)
})

test('whoever leaves early lets all sources go', async () => {
  const gone: number[] = []
  const source = async function* (id: number) {
    try {
      for (;;) yield id
    } finally {
      gone.push(id)
    }
  }
  for await (const one of mergeStreams([source(1), source(2)])) if (one === 2) break
  expect(gone.sort()).toEqual([1, 2])
})
