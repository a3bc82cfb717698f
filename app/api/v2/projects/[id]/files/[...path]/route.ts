import * as contract from '@/lib/domains/projects/contract'
import { deleteFile } from '@/lib/domains/projects/delete-file'
import { getFile } from '@/lib/domains/projects/get-file'
import { putFile } from '@/lib/domains/projects/put-file'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getFile, ({ ctx, who, params, query }) => getFile(ctx, who, { ...params, ...query }))
export const PUT = route(contract.putFile, ({ ctx, who, params, body }) => putFile(ctx, who, { ...params, ...body }))
export const DELETE = route(contract.deleteFile, ({ ctx, who, params }) => deleteFile(ctx, who, params))
export const { POST, PATCH } = refuseOthers('GET', 'PUT', 'DELETE')
