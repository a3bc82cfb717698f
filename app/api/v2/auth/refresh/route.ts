import * as contract from '@/lib/domains/accounts/contract'
import { refreshTokens } from '@/lib/domains/accounts/refresh-tokens'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.refresh, ({ ctx, body }) => refreshTokens(ctx, body.refreshToken))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
