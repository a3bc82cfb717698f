import * as contract from '@/lib/domains/system/contract'
import { readHealth } from '@/lib/domains/system/read-health'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.health, ({ ctx }) => readHealth(ctx))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
