import type { ReactNode } from 'react'
import { SiteHeader } from '@/components/shell/site-header'
import { currentAccount } from '../current-account'

/** Only the frame. Each page asks for its own principal: a layout does not run again when one navigates below it. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader account={await currentAccount()} />
      {children}
    </div>
  )
}
