'use client'

import { Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { onDemand } from '../ui/overlays/on-demand'

const Menu = onDemand('menu', async () => (await import('./theme-menu')).ThemeMenu)

export function ThemeToggle() {
  const t = useTranslations('common')
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t('theme')}>
          <Sun className="dark:hidden" />
          <Moon className="hidden dark:block" />
        </Button>
      }
    />
  )
}
