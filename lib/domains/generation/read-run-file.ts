import { notFound } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { readManifestFiles } from '../projects/internal/read-manifest'
import { getRun } from '../runs/get-run'
import { fileOfRun } from '../runs/internal/read-run'

/**
 * A file of the caller's run as it was written last, delivered or not.
 * @throws not_found run, or file not written (yet)
 */
export async function readRunFile(
  ctx: Ctx,
  who: Principal,
  input: { id: string; path: string },
): Promise<{ path: string; sha256: string; size: number; content: string }> {
  const run = await getRun(ctx, who, { id: input.id })
  const ref = await fileOfRun(ctx, run.id, input.path)
  if (ref === null) throw notFound('file')
  const files = await readManifestFiles(ctx, new Map([[input.path, ref]]))
  return {
    path: input.path,
    sha256: ref.sha256,
    size: ref.size,
    content: new TextDecoder().decode(files.get(input.path)),
  }
}
