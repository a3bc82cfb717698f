'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { Switch } from '../ui/switch'
import { ModelPicker } from './model-picker'
import type { PromptOptions } from './prompt-options'

type PromptChoicesProps = { options: PromptOptions; size?: 'large' | 'small'; isSignedIn?: boolean; standing?: 'fullstack' | 'site' }

/** What stands beside a prompt: who writes, whether to stop at the plan, what is made and what it may cost. `standing`: what the project is already. */
export function PromptChoices({ options, size = 'large', isSignedIn = true, standing = 'fullstack' }: PromptChoicesProps) {
  const id = useId()
  // Tests are of an application: a site has nothing for them to run.
  const mayTest = (options.mode ?? standing) === 'fullstack'
  const isRoomy = size === 'large'
  return (
    <div className={cn('flex min-w-0 flex-1 items-center', size === 'large' ? 'gap-3' : 'gap-1.5')}>
      {isSignedIn && <ModelPicker options={options} size={size} />}
      <label
        htmlFor={id}
        title="The run stops at the plan, so that you can change it before anything is written."
        className="flex h-7 shrink-0 cursor-pointer items-center gap-2 px-1 text-xs text-muted-foreground hover:text-foreground"
      >
        <Switch id={id} checked={options.isPlanFirst} onCheckedChange={options.setPlanFirst} />
        Plan first
      </label>
      {mayTest && isRoomy && <TestsSwitch options={options} className="text-muted-foreground max-sm:hidden" />}
      {isSignedIn && (
        <Details options={options} standing={standing}>
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

const MODES = [
  { mode: 'fullstack', label: 'App' },
  { mode: 'site', label: 'Site' },
  { mode: 'simple', label: 'Just an answer (needs a model)' },
] as const

type DetailsProps = { options: PromptOptions; standing: 'fullstack' | 'site'; children: ReactNode }

function Details({ options, standing, children }: DetailsProps) {
  const id = useId()
  const isFree = options.chosen === null || options.chosen.id === BUILTIN_MODEL
  const { budget, isBudgetWrong } = options
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
        <fieldset className="mb-3 flex flex-col gap-1">
          <legend className="mb-1 text-[13px] font-medium">What to make</legend>
          {MODES.map(({ mode, label }) => {
            const needsModel = mode === 'simple' && isFree
            return (
              <label key={mode} className={cn('flex h-7 items-center gap-2 text-[13px]', needsModel && 'text-muted-foreground')}>
                <input
                  type="radio"
                  name={`${id}-mode`}
                  value={mode}
                  checked={(options.mode ?? standing) === mode}
                  disabled={needsModel}
                  onChange={() => options.setMode(mode)}
                  className="size-3.5 accent-primary"
                />
                {label}
              </label>
            )
          })}
        </fieldset>
        {children}
        <Field
          label="Budget of this run, in US$"
          optional
          hint={isFree ? 'The built-in makers cost nothing.' : 'The run stops asking before it costs more. Without one: 0.50.'}
          error={isBudgetWrong ? 'An amount from 0.001 to 100, like 0.25.' : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              placeholder="0.50"
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
