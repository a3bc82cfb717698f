import * as contract from '@/lib/domains/accounts/contract'
import { revokeSession } from '@/lib/domains/accounts/revoke-session'
import { refuseOthers, route } from '@/lib/web'

export const DELETE = route(contract.revokeSession, ({ ctx, who, params }) => revokeSession(ctx, who, params.id))
export const { GET, POST, PUT, PATCH } = refuseOthers('DELETE')
