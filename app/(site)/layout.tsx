import type { ReactNode } from 'react'
import { SiteFooter } from '@/components/shell/site-footer'
import { SiteHeader } from '@/components/shell/site-header'
import { currentAccount } from '../current-account'

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const account = await currentAccount()
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader account={account} />
      {children}
      <SiteFooter hasLanguage={account === null} />
    </div>
  )
}
