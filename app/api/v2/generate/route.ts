import * as contract from '@/lib/domains/generation/contract'
import { startGeneration } from '@/lib/domains/generation/start-generation'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.generate, ({ ctx, who, body }) => startGeneration(ctx, who, body))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
