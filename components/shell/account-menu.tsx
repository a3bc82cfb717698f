'use client'

import { FolderOpen, LogOut, Settings } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { signOut } from 'next-auth/react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../ui/overlays/dropdown-menu'
import { cn } from '../ui/cn'

export type Account = { email: string; fullName: string | null }

export function AccountMenu({ account }: { account: Account }) {
  const t = useTranslations('shell')
  const [isLeaving, setLeaving] = useState(false)
  const shown = account.fullName ?? account.email
  async function leave() {
    setLeaving(true)
    try {
      // Not next-auth's own redirect: it goes to NEXTAUTH_URL, which need not be the address in the browser.
      await signOut({ redirect: false })
      window.location.assign('/')
    } catch {
      setLeaving(false)
      toast.error(t('stillSignedIn'))
    }
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('accountOf', { name: shown })} disabled={isLeaving}>
          <span
            aria-hidden
            className={cn(
              'grid size-6 place-items-center rounded-full bg-foreground',
              'text-[11px] font-medium text-background uppercase',
            )}
          >
            {shown.slice(0, 1)}
          </span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-56">
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
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
