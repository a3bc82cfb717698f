import * as contract from '@/lib/domains/generation/contract'
import { openExample } from '@/lib/domains/generation/open-example'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getExample, ({ ctx, params, locale }) => openExample(ctx, params.example, locale))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
