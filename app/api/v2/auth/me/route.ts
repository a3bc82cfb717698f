import * as contract from '@/lib/domains/accounts/contract'
import { currentUser } from '@/lib/domains/accounts/current-user'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.me, async ({ ctx, who }) => ({ user: await currentUser(ctx, who) }))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
