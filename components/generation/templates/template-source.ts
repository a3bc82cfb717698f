import type { getTemplatePreview } from '@/lib/domains/generation/contract'
import { call } from '@/lib/http/client'
import type { PreviewSource } from '../../preview/preview-source'

/** A template, in the language of the page. What somebody does in it stays in their browser. */
export const templateSource = (template: string, locale: string): PreviewSource => ({
  key: `template-${template}-${locale}`,
  version: 1,
  load: (signal) =>
    call<typeof getTemplatePreview>('GET /templates/{template}/preview', { params: { template } }, { signal }),
  // Nobody sees its files here.
  loadMaps: null,
})
