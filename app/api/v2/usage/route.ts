import * as contract from '@/lib/domains/credits/contract'
import { getUsage } from '@/lib/domains/credits/get-usage'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getUsage, ({ ctx, who }) => getUsage(ctx, who))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
