import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { sortedPaths } from '../spec/manifest'
import type { FileTree } from './contract'
import { openVersion } from './open-version'

/** The file tree at a version, by path. @throws not_found project or version */
export async function listFiles(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<FileTree> {
  const { number, manifest } = await openVersion(ctx, who, input.id, input.version)
  const items = sortedPaths(manifest.keys()).map((path) => ({ path, ...manifest.get(path)! }))
  return { version: number, items, nextCursor: null }
}
