import type { getSharedPreview, getSharedPreviewMaps } from '@/lib/domains/share/contract'
import { call } from '@/lib/http/client'
import type { PreviewSource } from '../preview/preview-source'

/** What a link shows, for whoever has it. Data that somebody makes there is kept by the link, in their browser. */
export function sharedSource(token: string, version: number): PreviewSource {
  const asked = { params: { token }, query: { version } }
  return {
    key: `shared-${token}`,
    version,
    load: (signal) => call<typeof getSharedPreview>('GET /shared/{token}/preview', asked, { signal }),
    loadMaps: (signal) => call<typeof getSharedPreviewMaps>('GET /shared/{token}/preview/maps', asked, { signal }),
  }
}
