import * as contract from '@/lib/domains/share/contract'
import { buildSharedArchive } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSharedArchive, async ({ ctx, params, query }) => {
  const archive = await buildSharedArchive(ctx, { ...params, ...query })
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${archive.fileName}"`,
    ETag: `"${archive.manifestHash}"`,
  }
  return new Response(archive.stream, { headers })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
