'use client'

import { Hammer, ListChecks } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DropdownMenuItem, OpenedMenu } from '../ui/overlays/dropdown-menu'
import type { Opened } from '../ui/overlays/on-demand'

export type CheckChoicesProps = { onCheck: (full: boolean) => void }

export function CheckChoices({ onCheck, ...opened }: CheckChoicesProps & Opened) {
  const t = useTranslations('evidence')
  return (
    <OpenedMenu {...opened}>
      <DropdownMenuItem onSelect={() => onCheck(false)}>
        <ListChecks /> {t('allChecks')}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => onCheck(true)}>
        <Hammer /> {t('allAndBuild')}
      </DropdownMenuItem>
    </OpenedMenu>
  )
}
