import * as contract from '@/lib/domains/projects/contract'
import { getVersion } from '@/lib/domains/projects/get-version'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getVersion, ({ ctx, who, params }) => getVersion(ctx, who, params))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
