import * as contract from '@/lib/domains/projects/contract'
import { exportVersion } from '@/lib/domains/evidence/export-version'
import { archiveHeaders } from '@/lib/domains/projects/build-archive'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getArchive, async ({ ctx, who, params, query }) => {
  const archive = await exportVersion(ctx, who, { ...params, ...query })
  return new Response(archive.stream, { headers: archiveHeaders(archive) })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
