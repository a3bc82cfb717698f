import type { ComponentProps } from 'react'
import { cn } from '../cn'

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role' | 'onChange'> & {
  onCheckedChange: (isChecked: boolean) => void
}

/** On is dark, not coloured: colour is kept for evidence. Label it, or give it an `aria-label`. */
export const Switch = ({ className, onCheckedChange, ...props }: SwitchProps) => (
  <input
    type="checkbox"
    // A checkbox says by itself whether it is on.
    // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props
    role="switch"
    data-slot="switch"
    onChange={(event) => onCheckedChange(event.target.checked)}
    onKeyDown={(event) => {
      if (event.key !== 'Enter') return
      // It switches, and sends no form.
      event.preventDefault()
      event.currentTarget.click()
    }}
    className={cn(
      'relative h-4 w-7 shrink-0 cursor-[inherit] appearance-none rounded-full border border-input bg-muted',
      'transition-colors duration-100 checked:border-foreground checked:bg-foreground',
      'disabled:cursor-not-allowed disabled:opacity-50',
      'before:absolute before:top-px before:left-px before:size-3 before:rounded-full before:bg-muted-foreground',
      'before:transition-transform before:duration-100',
      'checked:before:translate-x-3 checked:before:bg-background',
      className,
    )}
    {...props}
  />
)
