import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isClusterRunning, openCluster } from '@/lib/core/postgres/cluster'
import { folderInMemory } from '@/lib/core/postgres/memory'
import { stopPostmaster } from '@/lib/core/postgres/postmaster'
import { openScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { makeHome, removeHome } from '../../support/home'

/* Scratch databases live in memory where the machine has room for them, and nobody misses what was in them. */

const homes: string[] = []
afterAll(() => Promise.all(homes.map(removeHome)))

async function newHome(): Promise<string> {
  const home = await makeHome()
  homes.push(home)
  return home
}

const dataOf = async (home: string): Promise<string> =>
  (JSON.parse(await readFile(join(home, 'scratch', 'location.json'), 'utf8')) as { data: string }).data

/** One that is used and then left alone. */
async function useOnce(home: string): Promise<string> {
  const cluster = await openScratchCluster({ home })
  const database = await cluster.take()
  await database.drop()
  await cluster.close()
  return cluster.version
}

const hasRoom = (await folderInMemory()) !== null

test.runIf(hasRoom)(
  'what is gone with the memory is made again, and what a home leaves behind is taken away',
  { tags: ['deep'] },
  async () => {
    const [home, deleted] = [await newHome(), await newHome()]
    const version = await useOnce(home)
    const first = await dataOf(home)
    expect(first).toMatch(/^\/dev\/shm\/devora-data-/)

    // As after a start of the machine.
    const { pid } = await openCluster({ dataDir: join(home, 'scratch'), major: 17, mayBeLost: true })
    await stopPostmaster(pid)
    await rm(first, { recursive: true })
    expect(await useOnce(home)).toBe(version)
    expect(await dataOf(home)).not.toBe(first)

    await useOnce(deleted)
    const orphan = await dataOf(deleted)
    await rm(deleted, { recursive: true })
    await useOnce(home)
    expect(existsSync(orphan)).toBe(false)
    expect(await isClusterRunning(join(home, 'scratch'))).toBe(true)
  },
)

test.runIf(!hasRoom)('without room in memory they live in the home', async () => {
  const home = await newHome()
  await useOnce(home)
  expect(existsSync(join(home, 'scratch', 'location.json'))).toBe(false)
})
