import * as contract from '@/lib/domains/accounts/contract'
import { getSettings } from '@/lib/domains/accounts/get-settings'
import { updateSettings } from '@/lib/domains/accounts/update-settings'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSettings, ({ ctx, who }) => getSettings(ctx, who))
export const PATCH = route(contract.updateSettings, ({ ctx, who, body }) => updateSettings(ctx, who, body))
export const { POST, PUT, DELETE } = refuseOthers('GET', 'PATCH')
