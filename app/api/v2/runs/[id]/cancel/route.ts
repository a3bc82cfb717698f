import { cancelRun } from '@/lib/domains/runs/cancel-run'
import * as contract from '@/lib/domains/runs/contract'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.cancelRun, ({ ctx, who, params }) => cancelRun(ctx, who, params))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
