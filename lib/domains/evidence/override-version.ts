import { refusal } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import type { Version } from '../projects/contract'
import { getVersion } from '../projects/get-version'
import { recordOverride } from '../projects/internal/record-override'

/**
 * Records why the maker uses a version that is not verified. The report stays as it is: red stays red, and the reason
 * stands beside it.
 * @throws not_found · conflict the version is verified, so there is nothing to override
 */
export async function overrideVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; reason: string },
): Promise<Version> {
  const version = await getVersion(ctx, who, { id: input.id, number: input.number })
  if (version.status === 'verified' || version.status === 'built') throw refusal('conflict', 'detail.alreadyVerified')
  await recordOverride(ctx, { projectId: input.id, number: input.number, reason: input.reason })
  return getVersion(ctx, who, { id: input.id, number: input.number })
}
