'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from '../ui/notices/notices'
import type { revokeSessions, SessionInfo } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { useSingleMutation } from '../ui/use-single-mutation'

/** Signs every place out but this one; nothing is lost by it, so nothing is asked before. */
export function SignOutElsewhere({ listKey }: { listKey: readonly string[] }) {
  const t = useTranslations('settings')
  const client = useQueryClient()
  const leave = useSingleMutation({
    mutationFn: () => call<typeof revokeSessions>('DELETE /auth/sessions', { query: { keep: 'current' } }),
    onSuccess: () => {
      client.setQueryData<SessionInfo[]>(listKey, (now = []) => now.filter(({ current }) => current))
      toast(t('sessions.elsewhereDone'))
    },
    onError: () => toast.error(t('sessions.elsewhereFailed')),
  })
  return (
    <Button size="sm" disabled={leave.isPending} onClick={() => leave.mutate()}>
      {t('sessions.elsewhere')}
    </Button>
  )
}
