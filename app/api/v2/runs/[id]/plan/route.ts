import * as contract from '@/lib/domains/generation/contract'
import { getPlan } from '@/lib/domains/generation/get-plan'
import { submitPlan } from '@/lib/domains/generation/submit-plan'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getPlan, ({ ctx, who, params }) => getPlan(ctx, who, params))
export const POST = route(contract.submitPlan, ({ ctx, who, params, body }) =>
  submitPlan(ctx, who, { ...params, ...body }),
)
export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')
