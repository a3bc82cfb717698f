'use client'

import { signOut } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { revokeSessions } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Button } from '../ui/button'
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
  AlertDialogTrigger,
} from '../ui/overlays/alert-dialog'
import { useSingleMutation } from '../ui/use-single-mutation'

/** Ends every session at once, this one too: for whoever has lost a device, or does not know a place in the list. */
export function SignOutEverywhere() {
  const [t, common] = [useTranslations('settings.sessions'), useTranslations('common')]
  const leave = useSingleMutation({
    mutationFn: async () => {
      await call(revokeSessions, { query: {} })
      // The cookie of this browser says nothing any more, and goes too.
      await signOut({ redirect: false }).catch(() => undefined)
    },
    // A whole new page: nothing that was drawn for the account stays in the router's cache.
    onSuccess: () => window.location.assign('/'),
    onError: () => toast.error(t('stillIn')),
  })
  return (
    <AlertDialog>
      <AlertDialogTrigger asChild>
        <Button className="self-start" disabled={leave.isPending || leave.isSuccess}>
          {t('everywhere')}
        </Button>
      </AlertDialogTrigger>
      <AlertDialogContent>
        <AlertDialogTitle>{t('everywhereAsk')}</AlertDialogTitle>
        <AlertDialogDescription>{t('everywhereText')}</AlertDialogDescription>
        <AlertDialogFooter>
          <AlertDialogCancel>{common('cancel')}</AlertDialogCancel>
          <AlertDialogAction onClick={() => leave.mutate()}>{t('everywhere')}</AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  )
}
