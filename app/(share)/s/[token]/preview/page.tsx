import { SharedPreview } from '@/components/share/shared-preview'
import { TooManyLinks } from '@/components/share/too-many-links'
import { findShared } from '../shared-link'

export default async function SharedPreviewPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const found = await findShared(token)
  if (found === 'limited') return <TooManyLinks />
  return (
    <main id="main" className="flex h-dvh flex-col">
      <h1 className="sr-only">{found.shared.name}</h1>
      <SharedPreview token={token} version={found.shared.version} />
    </main>
  )
}
