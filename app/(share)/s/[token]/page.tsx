import { SharedPage } from '@/components/share/shared-page'
import { TooManyLinks } from '@/components/share/too-many-links'
import { findShared } from './shared-link'

export default async function SharedProjectPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const found = await findShared(token)
  if (found === 'limited') return <TooManyLinks />
  return <SharedPage token={token} shared={found.shared} files={found.files} />
}
