import type { getExample, TryExample } from '@/lib/domains/generation/contract'
import { call } from '@/lib/http/client'
import type { PreviewSource } from '../../preview/preview-source'

/** An example, in the language of the page. What somebody does in it stays in their browser. */
export const exampleSource = (example: TryExample, locale: string): PreviewSource => ({
  key: `example-${example}-${locale}`,
  version: 1,
  load: (signal) => call<typeof getExample>('GET /examples/{example}', { params: { example } }, { signal }),
  // Nobody sees its files here.
  loadMaps: null,
})
