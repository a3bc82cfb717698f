import * as contract from '@/lib/domains/system/contract'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.ping, () => Promise.resolve({ pong: true as const }))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
