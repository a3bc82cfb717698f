'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from '../ui/notices/notices'
import type { listSessions, revokeSession, SessionInfo } from '@/lib/domains/accounts/contract'
import { ApiError, call } from '@/lib/http/client'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import { useSingleMutation } from '../ui/use-single-mutation'
import { placeText } from './place-text'
import { SignOutElsewhere } from './sign-out-elsewhere'

const KEY = ['sessions']

/** Where one is signed in, and signing one of those places out. */
export function SettingsSessions({ initial }: { initial: SessionInfo[] }) {
  const { data: sessions } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await call<typeof listSessions>('GET /auth/sessions', {})).items,
    initialData: initial,
  })
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col divide-y rounded-lg border">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <SignOutElsewhere listKey={KEY} />
        </div>
      )}
    </div>
  )
}

function SessionLine({ session }: { session: SessionInfo }) {
  const t = useTranslations('settings')
  const leave = useLeave(session)
  const place = placeText(session, t)
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <div className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-sm" title={session.userAgent ?? undefined}>
          {place}
        </span>
        <span className="truncate text-xs text-muted-foreground">
          {t.rich(session.kind === 'bearer' ? 'sessions.seenToken' : 'sessions.seen', {
            from: () => <Time value={session.createdAt} />,
            last: () => <Time value={session.lastSeenAt} />,
          })}
        </span>
      </div>
      {session.current ? (
        <Badge>{t('sessions.here')}</Badge>
      ) : (
        <Button
          size="sm"
          aria-label={t('sessions.signOutOf', { place })}
          disabled={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('sessions.signOut')}
        </Button>
      )}
    </li>
  )
}

/** Signs one place out. */
function useLeave(session: SessionInfo) {
  const t = useTranslations('settings')
  const client = useQueryClient()
  return useSingleMutation({
    mutationFn: async () => {
      try {
        await call<typeof revokeSession>('DELETE /auth/sessions/{id}', { params: { id: session.id } })
      } catch (error) {
        // It ended by itself meanwhile.
        if (!(error instanceof ApiError && error.problem.code === 'not_found')) throw error
      }
    },
    onSuccess: () => {
      client.setQueryData<SessionInfo[]>(KEY, (now = []) => now.filter(({ id }) => id !== session.id))
      toast(t('sessions.signedOut', { place: placeText(session, t) }))
    },
    onError: () => toast.error(t('sessions.stillIn')),
  })
}
