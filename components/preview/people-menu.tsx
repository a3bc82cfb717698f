'use client'

import { ChevronDown, Plus, RotateCcw, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../ui/overlays/dropdown-menu'
import type { Session } from './use-session'

/** Who is looking: people with browsers of their own, over one database. */
export function PeopleMenu({ session, isReady }: { session: Session; isReady: boolean }) {
  const t = useTranslations('preview')
  const { people, person } = session.state
  const nameOf = (id: string): string => (id === '1' ? t('visitor') : t('person', { number: id }))
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          disabled={!isReady}
          aria-label={`${t('people')}: ${nameOf(person === '' ? '1' : person)}`}
        >
          <UserRound />
          <span className="max-sm:sr-only">{nameOf(person === '' ? '1' : person)}</span>
          <ChevronDown className="size-3" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-64">
        <DropdownMenuLabel className="text-xs font-normal text-muted-foreground">{t('peopleHint')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={person} onValueChange={session.show}>
          {people.map((id) => (
            <DropdownMenuRadioItem key={id} value={id}>
              {nameOf(id)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuItem onSelect={session.addPerson}>
          <Plus />
          {t('newPerson')}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={session.restart}>
          <RotateCcw />
          {t('reset')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
