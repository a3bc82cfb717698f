import * as contract from '@/lib/domains/runs/contract'
import { listRuns } from '@/lib/domains/runs/list-runs'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listRuns, ({ ctx, who, query }) => listRuns(ctx, who, query))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
