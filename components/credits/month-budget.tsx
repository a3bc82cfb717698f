'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { toast } from '../ui/notices/notices'
import type { Locale } from '@/lib/core/locale'
import type { updateSettings } from '@/lib/domains/accounts/contract'
import type { MonthUsage } from '@/lib/domains/credits/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import { Field } from '../ui/fields/field'
import { Input } from '../ui/fields/input'
import { useSingleMutation } from '../ui/use-single-mutation'
import { amountText, microsFrom, microsText, monthText } from './money-words'
import { Form } from '../ui/fields/form'

const typed = (micros: number | null, locale: Locale): string => (micros === null ? '' : amountText(micros, locale))

/** What the month has cost, of what it may; where the number comes from; and the bound itself. */
export function MonthBudget({ initial }: { initial: MonthUsage }) {
  const [t, common] = [useTranslations('credits'), useTranslations('common')]
  const errorText = useErrorText()
  const locale = useLocale()
  const { control, register, handleSubmit, reset, setError, formState } = useForm({
    defaultValues: { amount: typed(initial.budgetMicros, locale) },
  })
  // Not the mutation's own answer: that is gone while the next one is under way, and after a refusal.
  const [budget, setBudget] = useState(initial.budgetMicros)
  const saving = useSingleMutation({
    mutationFn: (monthlyMicros: number | null) =>
      call<typeof updateSettings>('PATCH /settings', { body: { budget: { monthlyMicros } } }),
    onSuccess: ({ budget: saved }) => {
      setBudget(saved.monthlyMicros)
      reset({ amount: typed(saved.monthlyMicros, locale) })
      toast(t(saved.monthlyMicros === null ? 'month.removed' : 'month.saved'))
    },
    onError: (refusal) => setError('amount', { message: errorText(refusal, { otherwise: common('notSaved') }) }),
  })
  const isChanged = microsFrom(useWatch({ control, name: 'amount' })) !== budget
  const send = handleSubmit(({ amount }) => {
    const wanted = microsFrom(amount)
    if (wanted === undefined) return setError('amount', { message: t('month.badAmount') })
    if (wanted !== budget) saving.mutate(wanted)
  })

  return (
    <div className="flex flex-col gap-5">
      <Meter usage={initial} budget={budget} />
      <Form onSubmit={(event) => void send(event)} noValidate className="flex max-w-120 items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field label={t('month.label')} optional hint={t('month.hint')} error={formState.errors.amount?.message}>
            {(attributes) => (
              <Input
                {...attributes}
                {...register('amount')}
                // react-hook-form fills a field only once it runs; the server's page has it filled already.
                defaultValue={typed(initial.budgetMicros, locale)}
                inputMode="decimal"
                placeholder={t('month.placeholder')}
                autoComplete="off"
                className="font-mono"
              />
            )}
          </Field>
        </div>
        <Button type="submit" className="mt-5.5 h-9" disabled={saving.isPending || !isChanged}>
          {common(saving.isPending ? 'saving' : 'save')}
        </Button>
      </Form>
    </div>
  )
}

function Meter({ usage, budget }: { usage: MonthUsage; budget: number | null }) {
  const t = useTranslations('credits')
  const { spentMicros, ownMicros, installationMicros } = usage
  const locale = useLocale()
  const { month, next } = monthText(usage, locale)
  const isSpent = budget !== null && spentMicros >= budget
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-mono text-2xl tracking-tight">{microsText(spentMicros, locale)}</span>
        <span className="text-sm text-muted-foreground">
          {budget === null
            ? t('month.spentIn', { month })
            : t('month.spentOf', { budget: microsText(budget, locale), month })}
        </span>
      </p>
      {budget !== null && (
        <div
          role="meter"
          aria-label={t('month.meter', { month })}
          aria-valuemin={0}
          aria-valuemax={budget / 1_000_000}
          aria-valuenow={Math.min(spentMicros, budget) / 1_000_000}
          aria-valuetext={t('month.meterValue', {
            spent: microsText(spentMicros, locale),
            budget: microsText(budget, locale),
          })}
          className="h-1.5 overflow-hidden rounded-full bg-muted"
        >
          <div
            className="h-full bg-foreground"
            style={{ width: `${budget === 0 ? 100 : Math.min(100, (spentMicros / budget) * 100)}%` }}
          />
        </div>
      )}
      {isSpent && <p className="text-sm leading-6">{t('month.spent', { next })}</p>}
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted-foreground">{t('month.own')}</dt>
        <dd className="text-right font-mono text-xs leading-5">{microsText(ownMicros, locale)}</dd>
        <dt className="text-muted-foreground">{t('month.installation')}</dt>
        <dd className="text-right font-mono text-xs leading-5">{microsText(installationMicros, locale)}</dd>
      </dl>
      <p className="text-xs leading-5 text-muted-foreground">{t('month.note', { next })}</p>
    </div>
  )
}
