import * as contract from '@/lib/domains/accounts/contract'
import { listSessions } from '@/lib/domains/accounts/list-sessions'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listSessions, ({ ctx, who }) => listSessions(ctx, who))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
