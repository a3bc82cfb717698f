'use client'

import { FolderOpen, LogOut, Settings } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { toast } from '../ui/notices/notices'
import { DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, OpenedMenu } from '../ui/overlays/dropdown-menu'
import type { Opened } from '../ui/overlays/on-demand'

export type Account = { email: string; fullName: string | null }
export type AccountChoicesProps = { account: Account; onLeaving: (isLeaving: boolean) => void }

/** What one can do with the account one is signed in to. */
export function AccountChoices({ account, onLeaving, ...opened }: AccountChoicesProps & Opened) {
  const t = useTranslations('shell')
  async function leave() {
    onLeaving(true)
    try {
      const { signOut } = await import('next-auth/react')
      // Not next-auth's own redirect: it goes to NEXTAUTH_URL, which need not be the address in the browser.
      await signOut({ redirect: false })
      window.location.assign('/')
    } catch {
      onLeaving(false)
      toast.error(t('stillSignedIn'))
    }
  }
  return (
    <OpenedMenu {...opened} className="w-56">
      <DropdownMenuLabel>
        {account.fullName !== null && (
          <span className="block truncate text-sm text-foreground">{account.fullName}</span>
        )}
        <span className="block truncate">{account.email}</span>
      </DropdownMenuLabel>
      <DropdownMenuSeparator />
      <DropdownMenuItem asChild>
        <Link href="/projects">
          <FolderOpen /> {t('projects')}
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem asChild>
        <Link href="/settings">
          <Settings /> {t('settings')}
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => void leave()}>
        <LogOut /> {t('signOut')}
      </DropdownMenuItem>
    </OpenedMenu>
  )
}
