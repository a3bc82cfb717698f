import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import type { PreviewMaps } from './contract'
import { previewMapsOf } from './internal/preview-of'

/** Source maps of a version of the caller's. @throws not_found project or version */
export async function readPreviewMaps(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<PreviewMaps> {
  const { manifest } = await openVersion(ctx, who, input.id, input.version)
  return previewMapsOf(ctx, manifest)
}
