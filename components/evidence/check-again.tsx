'use client'

import { Button } from '../ui/button'
import { onDemand } from '../ui/overlays/on-demand'
import type { CheckChoicesProps } from './check-choices'

const Menu = onDemand<CheckChoicesProps>('menu', async () => (await import('./check-choices')).CheckChoices)

type CheckAgainProps = CheckChoicesProps & { label: string; isBusy: boolean }

/** Runs the checks of the shown version once more; `full` adds `next build`, which takes longer. */
export const CheckAgain = ({ label, isBusy, onCheck }: CheckAgainProps) => (
  <Menu
    onCheck={onCheck}
    trigger={
      <Button size="sm" disabled={isBusy}>
        {label}
      </Button>
    }
  />
)
