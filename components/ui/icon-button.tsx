import type { ReactNode } from 'react'
import { Button } from './button'
import { Tooltip } from './overlays/tooltip'

type IconButtonProps = {
  /** What it does; told to those who hear the page, and shown when one points at it. */
  label: string
  /** To be shown instead of the label, where it says more (a key) or the label is long. */
  hint?: string
  isDisabled?: boolean
  /** Of a button that stays down. */
  isPressed?: boolean
  onClick: () => void
  children: ReactNode
}

/** A small button that shows only an icon. */
export function IconButton({ label, hint, isDisabled = false, isPressed, onClick, children }: IconButtonProps) {
  return (
    <Tooltip label={hint ?? label}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        aria-pressed={isPressed}
        disabled={isDisabled}
        onClick={onClick}
        className="aria-pressed:bg-muted aria-pressed:text-foreground"
      >
        {children}
      </Button>
    </Tooltip>
  )
}
