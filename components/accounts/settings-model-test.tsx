'use client'

import { Check, CircleHelp, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { testModel } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { useSingleMutation } from '../ui/use-single-mutation'

const MARKS = {
  yes: <Check aria-hidden className="size-4 text-proven" />,
  other: <TriangleAlert aria-hidden className="size-4 text-pending" />,
  no: <X aria-hidden className="size-4 text-failed" />,
  unknown: <CircleHelp aria-hidden className="size-4 text-muted-foreground" />,
} as const

/** Asks the stored server a few tiny questions and shows a line for each thing it can or cannot do. */
export function SettingsModelTest({ isReady }: { isReady: boolean }) {
  const t = useTranslations('settings.modelTest')
  const test = useSingleMutation({
    mutationFn: () => call<typeof testModel>('POST /settings/model/test', { body: {} }),
  })
  return (
    <div className="flex flex-col gap-2">
      <Button className="self-start" disabled={!isReady || test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? t('running') : t('button')}
      </Button>
      <div role="status">
        {test.isError && <p className="text-xs leading-5 text-failed">{t('failed')}</p>}
        {test.data !== undefined && (
          <>
            {test.data.model !== null && (
              <p className="text-xs leading-5 text-muted-foreground">{t('model', { model: test.data.model })}</p>
            )}
            <ul aria-label={t('label')} className="flex flex-col border-t">
              {test.data.lines.map(({ what, state, text }) => (
                <li key={what} className="flex gap-2 border-b py-1.5 text-xs leading-5">
                  {MARKS[state]}
                  <span className="w-36 shrink-0">
                    {t(`what.${what}`)}
                    <span className="sr-only">: {t(`state.${state}`)}</span>
                  </span>
                  <span className="min-w-0 break-words text-muted-foreground">{text}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
