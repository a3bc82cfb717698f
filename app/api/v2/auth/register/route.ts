import * as contract from '@/lib/domains/accounts/contract'
import { registerUser } from '@/lib/domains/accounts/register-user'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.register, async ({ ctx, body }) => ({ user: await registerUser(ctx, body) }))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
