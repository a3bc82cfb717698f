import * as contract from '@/lib/domains/share/contract'
import { buildSharedArchive } from '@/lib/domains/share/read-shared'
import { archiveHeaders } from '@/lib/domains/projects/build-archive'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSharedArchive, async ({ ctx, params, query }) => {
  const archive = await buildSharedArchive(ctx, { ...params, ...query })
  return new Response(archive.stream, { headers: archiveHeaders(archive) })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
