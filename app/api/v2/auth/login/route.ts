import * as contract from '@/lib/domains/accounts/contract'
import { logIn } from '@/lib/domains/accounts/log-in'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.login, ({ ctx, body, ip, request }) =>
  logIn(ctx, body, { ip, userAgent: request.headers.get('user-agent') }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
