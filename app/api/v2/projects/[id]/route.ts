import * as contract from '@/lib/domains/projects/contract'
import { deleteProject } from '@/lib/domains/projects/delete-project'
import { getProject } from '@/lib/domains/projects/get-project'
import { updateProject } from '@/lib/domains/projects/update-project'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getProject, ({ ctx, who, params }) => getProject(ctx, who, params.id))
export const PATCH = route(contract.updateProject, ({ ctx, who, params, body }) =>
  updateProject(ctx, who, params.id, body),
)
export const DELETE = route(contract.deleteProject, ({ ctx, who, params }) => deleteProject(ctx, who, params.id))
export const { POST, PUT } = refuseOthers('GET', 'PATCH', 'DELETE')
