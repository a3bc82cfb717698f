import * as contract from '@/lib/domains/share/contract'
import { getShared } from '@/lib/domains/share/get-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getShared, ({ ctx, who, params }) => getShared(ctx, who, params.token))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
