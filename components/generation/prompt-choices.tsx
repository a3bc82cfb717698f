'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import { DEFAULT_RUN_BUDGET_MICROS } from '@/lib/domains/credits/contract'
import { amountText } from '../credits/money-words'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { Switch } from '../ui/switch'
import { ModeChoice } from './mode-choice'
import { ModelPicker } from './model-picker'
import type { PromptOptions } from './prompt-options'

type PromptChoicesProps = { options: PromptOptions; size?: 'large' | 'small'; isSignedIn?: boolean; standing?: 'fullstack' | 'site' }

/** What stands beside a prompt: what is made, who writes, whether to stop at the plan and what it may cost. `standing`: what the project is already. */
export function PromptChoices({ options, size = 'large', isSignedIn = true, standing = 'fullstack' }: PromptChoicesProps) {
  const id = useId()
  // Tests are of an application: a site has nothing for them to run.
  const mayTest = (options.mode ?? standing) === 'fullstack'
  const isRoomy = size === 'large'
  return (
    // Where there is room these stand in the row of the button itself and wrap with it.
    <div className={isRoomy ? 'contents' : 'flex min-w-0 flex-1 items-center gap-1.5'}>
      {isRoomy && <ModeChoice options={options} standing={standing} isSignedIn={isSignedIn} />}
      {isSignedIn && <ModelPicker options={options} size={size} />}
      <label
        htmlFor={id}
        title="The run stops at the plan, so that you can change it before anything is written."
        className="flex h-7 shrink-0 cursor-pointer items-center gap-2 px-1 text-xs text-muted-foreground hover:text-foreground"
      >
        <Switch id={id} checked={options.isPlanFirst} onCheckedChange={options.setPlanFirst} />
        Plan first
      </label>
      {mayTest && isRoomy && <TestsSwitch options={options} className={cn('text-muted-foreground', isSignedIn && 'max-sm:hidden')} />}
      {isSignedIn && (
        <Details options={options}>
          {!isRoomy && <ModeChoice options={options} standing={standing} isSignedIn isLabelled />}
          {mayTest && <TestsSwitch options={options} className={cn('mb-3 px-0 text-[13px]', isRoomy && 'sm:hidden')} />}
        </Details>
      )}
    </div>
  )
}

/** Beside “Plan first” where there is room, among the details elsewhere. */
function TestsSwitch({ options, className }: { options: PromptOptions; className: string }) {
  const id = useId()
  return (
    <label
      htmlFor={id}
      title="Vitest and Playwright files come with the app. A project that has tests keeps them up to date by itself."
      className={cn('flex h-7 shrink-0 cursor-pointer items-center gap-2 px-1 text-xs hover:text-foreground', className)}
    >
      <Switch id={id} checked={options.isWithTests} onCheckedChange={options.setWithTests} />
      Write tests
    </label>
  )
}

function Details({ options, children }: { options: PromptOptions; children: ReactNode }) {
  const isFree = options.chosen === null || options.chosen.id === BUILTIN_MODEL
  const { budget, isBudgetWrong } = options
  const usual = amountText(DEFAULT_RUN_BUDGET_MICROS[options.chosen?.model?.source === 'own' ? 'maker' : 'installation'])
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={isBudgetWrong ? 'Details: the budget is wrong' : 'Details'}
          title="Details"
          className={cn(isBudgetWrong && 'text-failed')}
        >
          <SlidersHorizontal className="size-3.5" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-72 pb-3" aria-label="Details of the run">
        {children}
        <Field
          label="Budget of this run, in US$"
          optional
          hint={isFree ? 'The built-in makers cost nothing.' : `The run stops asking before it costs more. Without one: ${usual}.`}
          error={isBudgetWrong ? 'An amount from 0.001 to 100, like 0.25.' : undefined}
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
      </PopoverContent>
    </Popover>
  )
}
