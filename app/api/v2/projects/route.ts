import * as contract from '@/lib/domains/projects/contract'
import { createProject } from '@/lib/domains/projects/create-project'
import { listProjects } from '@/lib/domains/projects/list-projects'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listProjects, ({ ctx, who, query }) => listProjects(ctx, who, query))
export const POST = route(contract.createProject, ({ ctx, who, body }) => createProject(ctx, who, body))
export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')
