'use client'

import { Hammer, ListChecks } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../ui/overlays/dropdown-menu'

/** Runs the checks of the shown version once more; `full` adds `next build`, which takes longer. */
export function CheckAgain({
  label,
  isBusy,
  onCheck,
}: {
  label: string
  isBusy: boolean
  onCheck: (full: boolean) => void
}) {
  const t = useTranslations('evidence')
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" disabled={isBusy}>
          {label}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onCheck(false)}>
          <ListChecks /> {t('allChecks')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onCheck(true)}>
          <Hammer /> {t('allAndBuild')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
