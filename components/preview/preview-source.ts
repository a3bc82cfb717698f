import type { putThumbnail } from '@/lib/domains/files/contract'
import type { getPreview, getPreviewMaps, Preview, PreviewMaps } from '@/lib/domains/preview/contract'
import { call } from '@/lib/http/client'

/** Where a preview comes from: a version of a project, a shared link. */
export type PreviewSource = {
  /** Names what this browser keeps of the data: the same for all versions of one project. */
  key: string
  version: number
  load: (signal: AbortSignal) => Promise<Preview>
  /** Asked for when something fails, to tell where in the files; null: whoever looks is not told. */
  loadMaps: ((signal: AbortSignal) => Promise<PreviewMaps>) | null
  /** Keeps a picture of the first page; not there for somebody who may only look. */
  keepPicture?: (picture: ArrayBuffer) => Promise<unknown>
}

/** A version of a project of whoever is signed in. */
export function projectSource(projectId: string, version: number): PreviewSource {
  const asked = { params: { id: projectId }, query: { version } }
  return {
    key: projectId,
    version,
    load: (signal) => call<typeof getPreview>('GET /projects/{id}/preview', asked, { signal }),
    loadMaps: (signal) => call<typeof getPreviewMaps>('GET /projects/{id}/preview/maps', asked, { signal }),
    keepPicture: (picture) =>
      call<typeof putThumbnail>('PUT /projects/{id}/thumbnail', {
        params: { id: projectId },
        query: { version },
        body: new Uint8Array(picture),
      }),
  }
}
