'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import { DEFAULT_RUN_BUDGET_MICROS } from '@/lib/domains/credits/constants'
import { amountText } from '../../credits/money-words'
import { Field } from '../../ui/fields/field'
import { Input } from '../../ui/fields/input'
import type { Opened } from '../../ui/overlays/on-demand'
import { OpenedPopover } from '../../ui/overlays/popover'
import type { PromptOptions } from './prompt-options'

/** `children`: what has no room beside the prompt. */
export type RunDetailsProps = { options: PromptOptions; children: ReactNode }

/** What is asked less often of the next run: what it may cost. */
export function RunDetails({ options, children, trigger }: RunDetailsProps & Opened) {
  const t = useTranslations('prompt.details')
  const isFree = options.chosen === null || options.chosen.id === BUILTIN_MODEL
  const { budget, isBudgetWrong } = options
  const usual = amountText(
    DEFAULT_RUN_BUDGET_MICROS[options.chosen?.model?.source === 'own' ? 'maker' : 'installation'],
    useLocale(),
  )
  return (
    <OpenedPopover trigger={trigger} align="start" className="w-72 pb-3" aria-label={t('label')}>
      {children}
      <Field
        label={t('budget')}
        optional
        hint={isFree ? t('free') : t('budgetHint', { usual: `$${usual}` })}
        error={isBudgetWrong ? t('budgetWrong') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            placeholder={usual}
            value={budget}
            disabled={isFree && budget === ''}
            onChange={(event) => options.setBudget(event.target.value)}
            className="font-mono"
          />
        )}
      </Field>
    </OpenedPopover>
  )
}
