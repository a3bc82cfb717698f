'use client'

import { SlidersHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Switch } from '../../ui/fields/switch'
import { onDemand } from '../../ui/overlays/on-demand'
import { ModeChoice } from './mode-choice'
import { ModelPicker } from './model-picker'
import type { PromptOptions } from './prompt-options'
import type { RunDetailsProps } from './run-details'
import { NOTHING_YET, type Standing } from './run-mode'

const DetailsPopover = onDemand<RunDetailsProps>('dialog', async () => (await import('./run-details')).RunDetails)

type PromptChoicesProps = {
  options: PromptOptions
  size?: 'large' | 'small'
  isSignedIn?: boolean
  standing?: Standing
}

/**
 * What stands beside a prompt: what is made, who writes, whether to stop at the plan and what it may cost. `standing`:
 * what the project is already.
 */
export function PromptChoices({
  options,
  size = 'large',
  isSignedIn = true,
  standing = NOTHING_YET,
}: PromptChoicesProps) {
  const t = useTranslations('prompt')
  const id = useId()
  // Tests are of an application: a site has nothing for them to run.
  const mayTest = (options.mode ?? standing.mode) === 'fullstack'
  const isRoomy = size === 'large'
  return (
    // Where there is room these stand in the row of the button itself and wrap with it.
    <div className={isRoomy ? 'contents' : 'flex min-w-0 flex-1 items-center gap-1.5'}>
      {isRoomy && <ModeChoice options={options} standing={standing.mode} isSignedIn={isSignedIn} />}
      {isSignedIn && <ModelPicker options={options} size={size} />}
      <label
        htmlFor={id}
        title={t('planFirstTitle')}
        className={cn(
          'flex h-7 shrink-0 cursor-pointer items-center gap-2 px-1',
          'text-xs text-muted-foreground hover:text-foreground',
        )}
      >
        <Switch id={id} checked={options.isPlanFirst} onCheckedChange={options.setPlanFirst} />
        {t('planFirst')}
      </label>
      {mayTest && isRoomy && (
        <TestsSwitch
          options={options}
          isKept={standing.hasTests}
          className={cn('text-muted-foreground', isSignedIn && 'max-sm:hidden')}
        />
      )}
      {isSignedIn && (
        <Details options={options}>
          {!isRoomy && <ModeChoice options={options} standing={standing.mode} isSignedIn isLabelled />}
          {mayTest && (
            <TestsSwitch
              options={options}
              isKept={standing.hasTests}
              className={cn('mb-3 [&_label]:px-0 [&_label]:text-[13px] [&_p]:px-0', isRoomy && 'sm:hidden')}
            />
          )}
        </Details>
      )}
    </div>
  )
}

type TestsSwitchProps = { options: PromptOptions; isKept: boolean; className: string }

/**
 * Beside “Plan first” where there is room, among the details elsewhere. On for good where the project has them: no run
 * drops tests.
 */
function TestsSwitch({ options, isKept, className }: TestsSwitchProps) {
  const id = useId()
  const t = useTranslations('prompt')
  const hint = t(isKept ? 'testsKept' : 'testsTitle')
  return (
    <div className={className}>
      <label
        htmlFor={id}
        title={hint}
        className={cn(
          'flex h-7 shrink-0 items-center gap-2 px-1 text-xs',
          isKept ? 'cursor-default' : 'cursor-pointer hover:text-foreground',
        )}
      >
        <Switch
          id={id}
          checked={isKept || options.isWithTests}
          disabled={isKept}
          onCheckedChange={options.setWithTests}
          aria-describedby={isKept ? `${id}-hint` : undefined}
        />
        {t('writeTests')}
      </label>
      {isKept && (
        <p id={`${id}-hint`} className="px-1 text-xs leading-4 text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  )
}

/** The button of what is asked less often. */
function Details({ options, children }: RunDetailsProps) {
  const t = useTranslations('prompt.details')
  const { isBudgetWrong } = options
  return (
    <DetailsPopover
      options={options}
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t(isBudgetWrong ? 'titleWrong' : 'title')}
          title={t('title')}
          className={cn(isBudgetWrong && 'text-failed')}
        >
          <SlidersHorizontal className="size-3.5" />
        </Button>
      }
    >
      {children}
    </DetailsPopover>
  )
}
