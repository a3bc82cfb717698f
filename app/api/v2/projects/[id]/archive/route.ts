import * as contract from '@/lib/domains/projects/contract'
import { exportVersion } from '@/lib/domains/evidence/export-version'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getArchive, async ({ ctx, who, params, query }) => {
  const archive = await exportVersion(ctx, who, { ...params, ...query })
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${archive.fileName}"`,
    ETag: `"${archive.manifestHash}"`,
  }
  return new Response(archive.stream, { headers })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
