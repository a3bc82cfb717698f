import * as contract from '@/lib/domains/projects/contract'
import { clearMessages } from '@/lib/domains/projects/clear-messages'
import { listMessages } from '@/lib/domains/projects/list-messages'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listMessages, ({ ctx, who, params, query }) =>
  listMessages(ctx, who, { ...params, ...query }),
)
export const DELETE = route(contract.clearMessages, ({ ctx, who, params }) => clearMessages(ctx, who, params.id))
export const { POST, PUT, PATCH } = refuseOthers('GET', 'DELETE')
