import { notFound } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getRun } from '../runs/get-run'
import { readRun } from '../runs/internal/read-run'
import { AppSpec } from '../spec/contract'

/**
 * The plan a run of the caller's waits with, or went on with.
 * @throws not_found run, or it never waited for its plan
 */
export async function getPlan(ctx: Ctx, who: Principal, input: { id: string }): Promise<{ spec: AppSpec }> {
  const run = await getRun(ctx, who, input)
  const { plan } = await readRun(ctx, run.id)
  if (plan === null) throw notFound('plan')
  return { spec: AppSpec.parse(plan) }
}
