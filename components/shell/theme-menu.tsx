'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { DropdownMenuRadioGroup, DropdownMenuRadioItem, OpenedMenu } from '../ui/overlays/dropdown-menu'
import type { Opened } from '../ui/overlays/on-demand'

export function ThemeMenu(opened: Opened) {
  const t = useTranslations('common.themes')
  const { theme, setTheme } = useTheme()
  return (
    <OpenedMenu {...opened}>
      <DropdownMenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
        <DropdownMenuRadioItem value="light">
          <Sun /> {t('light')}
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="dark">
          <Moon /> {t('dark')}
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="system">
          <Monitor /> {t('system')}
        </DropdownMenuRadioItem>
      </DropdownMenuRadioGroup>
    </OpenedMenu>
  )
}
