import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import type { Preview } from './contract'
import { previewOf } from './internal/preview-of'

/**
 * A version of a project of the caller, by default the newest, built to run in their browser. What does not build is
 * told as problems.
 * @throws not_found project or version
 */
export async function openPreview(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<Preview> {
  const { number, manifest } = await openVersion(ctx, who, input.id, input.version)
  return previewOf(ctx, number, manifest)
}
