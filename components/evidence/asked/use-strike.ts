'use client'

import { useTranslations } from 'next-intl'
import { toast } from '../../ui/notices/notices'
import type { strikeAsk } from '@/lib/domains/evidence/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../../shell/use-error-text'
import { useSingleMutation } from '../../ui/use-single-mutation'

/**
 * Striking an ask out, and taking it back: a new version on top of the one that is seen.
 * @param onStruck shows the new version, whose check is under way
 */
export function useStrike(projectId: string, version: number, onStruck: () => Promise<unknown>) {
  const t = useTranslations('evidence.asked')
  const errorText = useErrorText()
  const strike = useSingleMutation({
    mutationFn: async ({ ask, struck }: { ask: string; struck: boolean }) => {
      await call<typeof strikeAsk>(
        'POST /projects/{id}/asks/{ask}/strike',
        { params: { id: projectId, ask }, body: { struck, baseVersion: version } },
        { idempotencyKey: crypto.randomUUID() },
      )
      await onStruck()
    },
    onError: (error) => toast.error(errorText(error, { otherwise: t('notStruck') })),
  })
  return { strike: (ask: string, struck: boolean) => strike.mutate({ ask, struck }), isBusy: strike.isPending }
}
export type Strike = ReturnType<typeof useStrike>
