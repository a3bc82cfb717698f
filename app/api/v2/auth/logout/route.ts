import * as contract from '@/lib/domains/accounts/contract'
import { logOut } from '@/lib/domains/accounts/log-out'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.logout, ({ ctx, who }) => logOut(ctx, who))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
