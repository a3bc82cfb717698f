import * as contract from '@/lib/domains/runs/contract'
import { getRun } from '@/lib/domains/runs/get-run'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getRun, ({ ctx, who, params }) => getRun(ctx, who, params))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
