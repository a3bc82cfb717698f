'use client'

import { useTranslations } from 'next-intl'
import type { ComponentProps, ReactNode, SyntheticEvent } from 'react'
import { type Control, type FieldValues, type Path, useController } from 'react-hook-form'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Input } from '../../ui/fields/input'
import { Form } from '../../ui/fields/form'

export const SELECT = 'h-9 w-full rounded-md border border-input bg-raised px-2 text-sm disabled:opacity-60'

/** A small label above its control. `id`: the control's; null where what stands below names itself. */
export function PlanFormLine({ label, id, children }: { label: string; id: string | null; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {id === null ? (
        <span className="text-xs text-muted-foreground">{label}</span>
      ) : (
        <label htmlFor={id} className="text-xs text-muted-foreground">
          {label}
        </label>
      )}
      {children}
    </div>
  )
}

type TextLineProps = ComponentProps<typeof Input> & { label: string; id: string }

/** A label and the text below it. */
export function PlanTextLine({ label, id, ...props }: TextLineProps) {
  return (
    <PlanFormLine label={label} id={id}>
      <Input {...props} id={id} />
    </PlanFormLine>
  )
}

type DerivedProps<Draft extends FieldValues> = TextLineProps & {
  control: Control<Draft>
  name: Path<Draft>
  /** As it follows from the rest, or as it was written. */
  value: string
}

/** A text that follows from what else was filled in, until somebody writes it. */
export function PlanDerivedLine<Draft extends FieldValues>({ control, name, ...props }: DerivedProps<Draft>) {
  const {
    field: { ref, onChange },
  } = useController({ control, name })
  return <PlanTextLine {...props} ref={ref} onChange={(event) => onChange(event.target.value)} />
}

/** What is wrong, in a line that is always there, so that nothing moves. */
export function PlanFormNote({ id, reason, className }: { id: string; reason: string | null; className?: string }) {
  return (
    <p
      id={id}
      role={reason === null ? undefined : 'alert'}
      className={cn('min-h-4 text-xs leading-4 text-failed', className)}
    >
      {reason}
    </p>
  )
}

type PlanFormProps = {
  label: string
  submitLabel: string
  noteId: string
  reason: string | null
  onSubmit: (event: SyntheticEvent) => void
  onClose: () => void
  children: ReactNode
}

/** The frame of a form that adds an entity or a page: its fields, what is wrong, and the two ways out. */
export function PlanForm({ label, submitLabel, noteId, reason, onSubmit, onClose, children }: PlanFormProps) {
  const t = useTranslations('plan')
  return (
    <Form
      onSubmit={onSubmit}
      noValidate
      aria-label={label}
      className="flex flex-col gap-4 rounded-lg border border-dashed p-4"
    >
      {children}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <PlanFormNote id={noteId} reason={reason} className="flex-1 basis-full sm:basis-60" />
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t('close')}
        </Button>
        <Button size="sm" type="submit">
          {submitLabel}
        </Button>
      </div>
    </Form>
  )
}
