import * as contract from '@/lib/domains/accounts/contract'
import { testModel } from '@/lib/domains/accounts/test-model'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.testModel, ({ ctx, who, body, locale }) => testModel(ctx, who, body, locale))
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
