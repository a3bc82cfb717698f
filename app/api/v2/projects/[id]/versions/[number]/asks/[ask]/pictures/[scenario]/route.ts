import { PICTURE_POLICY } from '@/lib/core/security-headers'
import * as contract from '@/lib/domains/evidence/contract'
import { getPicture } from '@/lib/domains/evidence/get-picture'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getPicture, async ({ ctx, who, params }) => {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    // As next.config.ts sends it with every answer below this address.
    'Content-Security-Policy': PICTURE_POLICY,
    'X-DNS-Prefetch-Control': 'off',
  }
  return new Response(await getPicture(ctx, who, params), { headers })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
