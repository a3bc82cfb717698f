'use client'

import { type SyntheticEvent, useState } from 'react'
import { toast } from 'sonner'
import { updateSettings } from '@/lib/domains/accounts/contract'
import type { MonthUsage } from '@/lib/domains/credits/contract'
import { ApiError, call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { amountText, microsFrom, microsText, monthText } from './money-words'

/** What the month has cost, of what it may; where the number comes from; and the bound itself. */
export function MonthBudget({ initial }: { initial: MonthUsage }) {
  const [budget, setBudget] = useState(initial.budgetMicros)
  const [text, setText] = useState(initial.budgetMicros === null ? '' : amountText(initial.budgetMicros))
  const [error, setError] = useState<string>()
  const [isPending, setPending] = useState(false)
  const wanted = microsFrom(text)
  const isChanged = wanted !== budget

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    if (!isChanged) return
    if (wanted === undefined) return setError('An amount like 10 or 2.50, at most 100000; empty for no budget.')
    setPending(true)
    try {
      const saved = await call(updateSettings, { body: { budget: { monthlyMicros: wanted } } })
      setBudget(saved.budget.monthlyMicros)
      setText(saved.budget.monthlyMicros === null ? '' : amountText(saved.budget.monthlyMicros))
      toast(saved.budget.monthlyMicros === null ? 'No budget any more' : 'Saved. It holds from the next call on')
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.problem.detail : 'That was not saved. Try again.')
    }
    setPending(false)
  }

  return (
    <div className="flex flex-col gap-5">
      <Meter usage={initial} budget={budget} />
      <form onSubmit={(event) => void submit(event)} noValidate className="flex max-w-120 items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label="Budget per month, in US$"
            optional
            hint="Asked before each call, over all your runs. Empty: no bound. 0: no priced model at all."
            error={error}
          >
            {(control) => (
              <Input
                {...control}
                name="monthlyBudget"
                inputMode="decimal"
                placeholder="No budget"
                autoComplete="off"
                value={text}
                onChange={(event) => {
                  setText(event.target.value)
                  setError(undefined)
                }}
                className="font-mono"
              />
            )}
          </Field>
        </div>
        <Button type="submit" className="mt-5.5 h-9" disabled={isPending || !isChanged}>
          {isPending ? 'Saving' : 'Save'}
        </Button>
      </form>
    </div>
  )
}

function Meter({ usage, budget }: { usage: MonthUsage; budget: number | null }) {
  const { spentMicros, ownMicros, installationMicros } = usage
  const { month, next } = monthText(usage)
  const isSpent = budget !== null && spentMicros >= budget
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-mono text-2xl tracking-tight">{microsText(spentMicros)}</span>
        <span className="text-sm text-muted-foreground">
          {budget === null ? `spent in ${month}, no budget set` : `of ${microsText(budget)} spent in ${month}`}
        </span>
      </p>
      {budget !== null && (
        <div
          role="meter"
          aria-label={`Budget of ${month}`}
          aria-valuemin={0}
          aria-valuemax={budget / 1_000_000}
          aria-valuenow={Math.min(spentMicros, budget) / 1_000_000}
          aria-valuetext={`${microsText(spentMicros)} of ${microsText(budget)}`}
          className="h-1.5 overflow-hidden rounded-full bg-muted"
        >
          <div
            className="h-full bg-foreground"
            style={{ width: `${budget === 0 ? 100 : Math.min(100, (spentMicros / budget) * 100)}%` }}
          />
        </div>
      )}
      {isSpent && (
        <p className="text-sm leading-6">
          It is spent: runs that name a priced model are not started until {next}, and those under way go on with the
          built-in makers.
        </p>
      )}
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted-foreground">On your own model server, billed to you there</dt>
        <dd className="text-right font-mono text-xs leading-5">{microsText(ownMicros)}</dd>
        <dt className="text-muted-foreground">On this installation’s models, from your credit</dt>
        <dd className="text-right font-mono text-xs leading-5">{microsText(installationMicros)}</dd>
      </dl>
      <p className="text-xs leading-5 text-muted-foreground">
        Every call of your runs counts: the tokens the server reports, at the price the model list shows. Fixes that
        fixed nothing are taken off again. Months are UTC; the next begins on {next}.
      </p>
    </div>
  )
}
