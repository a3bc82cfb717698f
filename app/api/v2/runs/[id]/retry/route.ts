import { retryGeneration } from '@/lib/domains/generation/retry-generation'
import * as contract from '@/lib/domains/runs/contract'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.retryRun, ({ ctx, who, params, body }) =>
  retryGeneration(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
