import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeCluster } from '../../lib/core/postgres/cluster.ts'

/**
 * A DEVORA_HOME for a test. Others may pass through it: as root, Postgres runs as somebody else, and would move its
 * data away.
 */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'devora-home-'))
  await chmod(home, 0o711)
  return home
}

/** Stops every Postgres that was started in a home, also one whose worker was killed, and deletes it. */
export async function removeHome(home: string): Promise<void> {
  for (const cluster of ['postgres', 'scratch']) await removeCluster(join(home, cluster))
  await rm(home, { recursive: true, force: true })
}
