'use client'

import { ChevronDown, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { onDemand } from '../ui/overlays/on-demand'
import type { PeopleChoicesProps } from './people-choices'
import { usePersonName } from './use-person-name'

const Menu = onDemand<PeopleChoicesProps>('menu', async () => (await import('./people-choices')).PeopleChoices)

/** Who is looking: people with browsers of their own, over one database. */
export function PeopleMenu(props: PeopleChoicesProps) {
  const t = useTranslations('preview')
  const { session, isReady } = props
  const name = usePersonName(session.state)(session.state.person)
  return (
    <Menu
      {...props}
      trigger={
        <Button variant="ghost" size="sm" disabled={!isReady} aria-label={`${t('people')}: ${name}`}>
          <UserRound />
          <span className="max-w-32 truncate max-sm:sr-only">{name}</span>
          <ChevronDown className="size-3" />
        </Button>
      }
    />
  )
}
