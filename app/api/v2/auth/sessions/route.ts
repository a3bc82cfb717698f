import * as contract from '@/lib/domains/accounts/contract'
import { listSessions } from '@/lib/domains/accounts/list-sessions'
import { revokeSessions } from '@/lib/domains/accounts/revoke-sessions'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listSessions, ({ ctx, who }) => listSessions(ctx, who))
export const DELETE = route(contract.revokeSessions, ({ ctx, who, query }) => revokeSessions(ctx, who, query))
export const { POST, PUT, PATCH } = refuseOthers('GET', 'DELETE')
