import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Finding, AccessTable, GrantWorld } from '@/lib/domains/evidence/contract'
import { access } from '@/lib/domains/evidence/checks/access'
import { schema } from '@/lib/domains/evidence/checks/schema'
import { loadProject } from '@/lib/domains/evidence/load-project'
import type { ApplyOptions } from '@/lib/domains/evidence/scratch/apply-scripts'
import { shareDatabase } from '@/lib/domains/evidence/scratch/build-database'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { makeHome, removeHome } from '../../support/home'
import { sharedHome } from '../../support/shared-home'
import { readExpectation, readFixture as readProject } from './fixture-projects'

type TestCluster = { cluster: ScratchCluster; home: string; close(): Promise<void> }

/** The run's scratch cluster. */
export async function openTestCluster(): Promise<TestCluster> {
  const cluster = await openScratchCluster({ home: sharedHome() })
  return { cluster, home: sharedHome(), close: () => cluster.close() }
}

/** A scratch cluster of its own, for what may harm it. */
export async function openOwnCluster(): Promise<TestCluster> {
  const home = await makeHome()
  const cluster = await openScratchCluster({ home })
  return {
    cluster,
    home,
    async close() {
      await cluster.close({ stop: true })
      await removeHome(home)
    },
  }
}

/** Files of an SQL fixture by its folder, laid over its base where it has one. */
export async function readFixture(folder: string): Promise<Map<string, Uint8Array>> {
  const kind = basename(dirname(folder))
  const expected = existsSync(join(folder, 'expect.json')) ? readExpectation(kind, basename(folder)) : {}
  return readProject(kind, basename(folder), expected)
}

export type SqlReport = {
  findings: Finding[]
  access: AccessTable[]
  derived: string[]
  grantWorlds: GrantWorld[]
  status: { schema: string; access: string }
}

/** Runs `schema` and `access` on these files, as `verifyProject` does. */
export async function checkSql(
  files: Map<string, Uint8Array>,
  cluster: ScratchCluster,
  options: ApplyOptions = {},
): Promise<SqlReport> {
  const project = loadProject(files)
  const scratch = (): Promise<ScratchCluster> => Promise.resolve(cluster)
  const database = shareDatabase(project, scratch, options)
  const tools = { signal: new AbortController().signal, scratch, scratchDatabase: database.get }
  try {
    const first = await schema.run(project, tools)
    const second = await access.run(project, tools)
    return {
      findings: [...first.findings, ...second.findings],
      access: second.access ?? [],
      derived: second.derived ?? [],
      grantWorlds: second.grantWorlds ?? [],
      status: { schema: first.status, access: second.status },
    }
  } finally {
    await database.close()
  }
}

/** `{'supabase/migrations/1.sql': '…'}` as files. */
export const filesOf = (texts: Record<string, string>): Map<string, Uint8Array> =>
  new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]))
