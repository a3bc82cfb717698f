import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { sharedTitle } from './shared-link'

type Props = { children: ReactNode; params: Promise<{ token: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await sharedTitle((await params).token)
  return {
    title: title ?? (await getTranslations('share'))('gone.meta'),
    robots: { index: false, follow: false, noarchive: true },
    referrer: 'no-referrer',
  }
}

export default function SharedLayout({ children }: Props) {
  return children
}
