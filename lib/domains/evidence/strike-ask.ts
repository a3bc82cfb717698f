import { notFound } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getFile } from '../projects/get-file'
import { putFile } from '../projects/put-file'
import type { Ask } from '../spec/asks'
import { PLAN_FILE } from '../spec/file-path'
import { wishesIn } from './get-asked'
import { verifyVersion } from './verify-version'

/**
 * Strikes an ask of the newest version out, or takes it back: a new version whose `devora.json` says so, and a run that
 * checks it. What was built for it stays.
 * @throws not_found project or ask · version_conflict `baseVersion` is not the newest · quota_exceeded · too_many_runs
 */
export async function strikeAsk(
  ctx: Ctx,
  who: Principal,
  input: { id: string; ask: string; struck: boolean; baseVersion?: number | undefined },
): Promise<{ version: number; runId: string }> {
  const { id, ask: name, struck } = input
  const file = await getFile(ctx, who, { id, path: PLAN_FILE })
  const { asks = [] } = wishesIn(file.content)
  const at = asks.findIndex((one) => one.id === name)
  if (at === -1) throw notFound('ask')
  // The rest of the file stays as somebody may have written it.
  const plan = JSON.parse(file.content!) as { asks: Ask[] }
  plan.asks[at] = changed(asks[at]!, struck)
  const { number: version } = await putFile(ctx, who, {
    id,
    path: PLAN_FILE,
    content: `${JSON.stringify(plan, null, 2)}\n`,
    baseVersion: input.baseVersion ?? file.version,
  })
  return { version, ...(await verifyVersion(ctx, who, { id, number: version, full: false })) }
}

/** What can be shown was meant to be built. */
function changed(ask: Ask, struck: boolean): Ask {
  if (struck) return { ...ask, state: 'struck' }
  return ask.state === 'struck' ? { ...ask, state: ask.scenarios.length > 0 ? 'planned' : 'not_built' } : ask
}
