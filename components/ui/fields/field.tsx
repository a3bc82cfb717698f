import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { useTold } from '../text/use-told'
import { Label } from './label'

type FieldProps = {
  label: string
  hint?: string
  /** What is wrong. A reason of a contract, which is English, is told in the page's language. */
  error?: ReactNode
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
  const t = useTranslations('common')
  const { reason } = useTold()
  const id = useId()
  const isWrong = error !== undefined && error !== null
  const note = !isWrong ? hint : typeof error === 'string' ? reason(error) : error
  return (
    <div className="flex flex-col gap-2">
      <Label htmlFor={id}>
        {label} {optional && <span className="font-normal text-muted-foreground">{t('optional')}</span>}
      </Label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': isWrong ? true : undefined,
      })}
      <p id={`${id}-note`} className={`min-h-4 text-xs leading-4 ${isWrong ? 'text-failed' : 'text-muted-foreground'}`}>
        {note}
      </p>
    </div>
  )
}
