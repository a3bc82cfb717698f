import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removeCluster } from '../../lib/core/postgres/cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Home of this run's Postgres cluster; the first test file that wants a database starts it
     * (tests/support/database.ts).
     */
    clusterHome: string
    /** DEVORA_HOME of the run: what checks need to make once (tests/support/shared-home.ts). */
    sharedHome: string
  }
}

/** One temporary folder per test run; whatever was started in it is stopped and deleted at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'devora-test-'))
  // As root, Postgres runs as another account, which must be able to walk through.
  await chmod(folder, 0o711)
  const clusterHome = join(folder, 'postgres')
  project.provide('clusterHome', clusterHome)
  const sharedHome = join(folder, 'home')
  await mkdir(sharedHome, { mode: 0o711 })
  project.provide('sharedHome', sharedHome)
  return async () => {
    await removeCluster(clusterHome)
    await removeCluster(join(sharedHome, 'scratch'))
    await rm(folder, { recursive: true, force: true })
  }
}
