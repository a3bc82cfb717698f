import type { DbTx } from '../../../core/db/db'
import { newId } from '../../../core/ids'
import { insertProject } from '../store'

/**
 * An empty project that something is about to fill (internal: a run). Takes the transaction, so that project,
 * conversation and run come to be together or not at all.
 */
export async function beginProject(tx: DbTx, input: { ownerId: string; name: string; now: Date }): Promise<string> {
  const id = newId('project', input.now.getTime())
  await insertProject(tx, { id, ownerId: input.ownerId, name: input.name, description: null, now: input.now })
  return id
}
