import * as contract from '@/lib/domains/share/contract'
import { listShares } from '@/lib/domains/share/list-shares'
import { revokeShares } from '@/lib/domains/share/revoke-shares'
import { shareProject } from '@/lib/domains/share/share-project'
import { originOf, refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listShares, ({ ctx, who, params, request }) =>
  listShares(ctx, who, { ...params, origin: originOf(request) }),
)
export const POST = route(contract.shareProject, ({ ctx, who, params, body, request }) =>
  shareProject(ctx, who, { ...params, ...body, origin: originOf(request) }),
)
export const DELETE = route(contract.revokeShares, ({ ctx, who, params }) => revokeShares(ctx, who, params))
export const { PUT, PATCH } = refuseOthers('GET', 'POST', 'DELETE')
