'use client'

import { useQuery } from '@tanstack/react-query'
import { LogIn, Plus, RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Member } from '@/lib/app-runtime/tab/frame-link'
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  OpenedMenu,
} from '../ui/overlays/dropdown-menu'
import type { Opened } from '../ui/overlays/on-demand'
import { usePersonName } from './use-person-name'
import type { Session } from './use-session'

export type PeopleChoicesProps = { session: Session; sessionId: string; isReady: boolean }

/** Whoever can look: those who are here, a new one, and those who have an account; and all of it anew. */
export function PeopleChoices({ session, sessionId, isReady, ...opened }: PeopleChoicesProps & Opened) {
  const t = useTranslations('preview')
  const { people, person, places } = session.state
  const [isOpen, setOpen] = useState(true)
  const nameOf = usePersonName(session.state)
  const { data: members = [] } = useQuery({
    queryKey: ['preview-members', sessionId, session.round, session.state.changes],
    queryFn: session.members,
    enabled: isOpen && isReady,
    staleTime: Infinity,
    gcTime: 0,
  })
  const here = new Set(people.map((id) => places[id]?.account?.id))
  const absent = members.filter(({ id }) => !here.has(id))
  return (
    <OpenedMenu {...opened} onOpenChange={setOpen} className="max-h-100 w-68 overflow-y-auto">
      <DropdownMenuLabel className="text-xs font-normal text-muted-foreground">{t('peopleHint')}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={person} onValueChange={session.show}>
        {people.map((id) => (
          <DropdownMenuRadioItem key={id} value={id}>
            <span className="truncate">{nameOf(id)}</span>
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuItem onSelect={session.addPerson}>
        <Plus />
        {t('newPerson')}
      </DropdownMenuItem>
      <Members members={absent} onSignIn={session.addMember} />
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={session.reset}>
        <RotateCcw />
        {t('reset')}
      </DropdownMenuItem>
    </OpenedMenu>
  )
}

type MembersProps = { members: readonly Member[]; onSignIn: (member: Member) => void }

/** Who has an account and is not here yet. */
function Members({ members, onSignIn }: MembersProps) {
  const t = useTranslations('preview')
  if (members.length === 0) return null
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuLabel className="text-xs font-normal">{t('members')}</DropdownMenuLabel>
      {members.map((member) => (
        <DropdownMenuItem
          key={member.id}
          onSelect={() => onSignIn(member)}
          aria-label={t('signInAs', { name: member.name })}
        >
          <LogIn />
          <span className="truncate">{member.name}</span>
        </DropdownMenuItem>
      ))}
    </>
  )
}
