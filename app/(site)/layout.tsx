import type { ReactNode } from 'react'
import { SiteHeader } from '@/components/shell/site-header'
import { currentAccount } from '../current-account'

export default async function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader account={await currentAccount()} />
      {children}
    </div>
  )
}
