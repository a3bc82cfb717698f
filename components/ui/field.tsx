import { type ReactNode, useId } from 'react'
import { Label } from './label'

type FieldProps = {
  label: string
  hint?: string
  error?: string | undefined
  optional?: boolean
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean | undefined
  }) => ReactNode
}

/**
 * A label, its control, and below it one line that is always there: the hint, or what is wrong. Nothing moves when an
 * error comes.
 */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="flex flex-col gap-2">
      <Label htmlFor={id}>
        {label} {optional && <span className="font-normal text-muted-foreground">(optional)</span>}
      </Label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      <p
        id={`${id}-note`}
        className={`min-h-4 text-xs leading-4 ${error === undefined ? 'text-muted-foreground' : 'text-failed'}`}
      >
        {note}
      </p>
    </div>
  )
}
