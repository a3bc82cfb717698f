import * as contract from '@/lib/domains/system/contract'
import { apiDocument, refuseOthers, route } from '@/lib/web'

export const GET = route(contract.openapi, () => Promise.resolve(apiDocument()))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
