import * as contract from '@/lib/domains/generation/contract'
import { openTemplate } from '@/lib/domains/generation/open-template'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getTemplatePreview, ({ ctx, params, locale }) =>
  openTemplate(ctx, params.template, locale),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
