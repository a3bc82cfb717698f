import * as contract from '@/lib/domains/projects/contract'
import { duplicateProject } from '@/lib/domains/projects/duplicate-project'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.duplicateProject, ({ ctx, who, params, body }) =>
  duplicateProject(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
