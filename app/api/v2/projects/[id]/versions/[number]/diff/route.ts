import * as contract from '@/lib/domains/projects/contract'
import { diffVersions } from '@/lib/domains/projects/diff-versions'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.diffVersions, ({ ctx, who, params, query }) =>
  diffVersions(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
