import * as contract from '@/lib/domains/generation/contract'
import { listTemplates } from '@/lib/domains/generation/list-templates'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listTemplates, ({ locale }) => Promise.resolve({ items: [...listTemplates(locale)] }))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
