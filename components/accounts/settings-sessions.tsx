'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { listSessions, revokeSession, type SessionInfo } from '@/lib/domains/accounts/contract'
import { ApiError, call } from '@/lib/http/client'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import { placeText } from './place-text'

const KEY = ['sessions']

/** Where one is signed in, and signing one of those places out. */
export function SettingsSessions({ initial }: { initial: SessionInfo[] }) {
  const t = useTranslations('settings')
  const client = useQueryClient()
  const { data: sessions } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await call(listSessions, {})).items,
    initialData: initial,
  })
  const leave = useMutation({
    mutationFn: async ({ id }: SessionInfo) => {
      try {
        await call(revokeSession, { params: { id } })
      } catch (error) {
        // It ended by itself meanwhile.
        if (!(error instanceof ApiError && error.problem.code === 'not_found')) throw error
      }
    },
    onSuccess: (_, session) => {
      client.setQueryData<SessionInfo[]>(KEY, (now = []) => now.filter(({ id }) => id !== session.id))
      toast(t('sessions.signedOut', { place: placeText(session, t) }))
    },
    onError: () => toast.error(t('sessions.stillIn')),
  })
  return (
    <ul className="flex flex-col divide-y rounded-lg border">
      {sessions.map((session) => (
        <li key={session.id} className="flex min-h-14 items-center gap-3 px-4 py-2">
          <div className="flex min-w-0 flex-1 flex-col">
            <span className="truncate text-sm" title={session.userAgent ?? undefined}>
              {placeText(session, t)}
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
              aria-label={t('sessions.signOutOf', { place: placeText(session, t) })}
              disabled={leave.isPending && leave.variables.id === session.id}
              onClick={() => leave.mutate(session)}
            >
              {t('sessions.signOut')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
