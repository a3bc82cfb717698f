import * as contract from '@/lib/domains/accounts/contract'
import { listModels } from '@/lib/domains/accounts/list-models'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listModels, ({ ctx, who, locale }) => listModels(ctx, who, locale))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
