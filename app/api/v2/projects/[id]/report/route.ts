import * as contract from '@/lib/domains/projects/contract'
import { getReport } from '@/lib/domains/projects/get-report'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getReport, ({ ctx, who, params, query }) =>
  getReport(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
