'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'

/** The reference is a program of its own and knows only the browser; it comes with this page alone. */
const Scalar = dynamic(() => import('./scalar-reference'), { ssr: false, loading: () => <Waiting /> })

/** The whole reference, from the same document that `/api/v2/openapi.json` gives to programs. */
export function ApiReference({ document }: { document: Record<string, unknown> }) {
  return (
    <main id="main" className="flex-1">
      <Scalar document={document} />
    </main>
  )
}

function Waiting() {
  const t = useTranslations('system')
  return (
    <p role="status" className="mx-auto max-w-270 px-4 py-12 text-sm text-muted-foreground">
      {t('loadingReference')}
    </p>
  )
}
