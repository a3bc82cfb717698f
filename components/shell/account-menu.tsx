'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { onDemand } from '../ui/overlays/on-demand'
import type { Account, AccountChoicesProps } from './account-choices'

const Menu = onDemand<AccountChoicesProps>('menu', async () => (await import('./account-choices')).AccountChoices)

export function AccountMenu({ account }: { account: Account }) {
  const t = useTranslations('shell')
  const [isLeaving, setLeaving] = useState(false)
  const shown = account.fullName ?? account.email
  return (
    <Menu
      account={account}
      onLeaving={setLeaving}
      trigger={
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
      }
    />
  )
}
