import * as contract from '@/lib/domains/share/contract'
import { revokeShares } from '@/lib/domains/share/revoke-shares'
import { refuseOthers, route } from '@/lib/web'

export const DELETE = route(contract.revokeShare, ({ ctx, who, params }) => revokeShares(ctx, who, params))
export const { GET, POST, PUT, PATCH } = refuseOthers('DELETE')
