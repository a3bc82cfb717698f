'use client'

import {
  type DefaultValues,
  type FieldErrors,
  type FieldValues,
  type Path,
  type Resolver,
  useForm,
} from 'react-hook-form'
import type { Refusal } from '@/lib/domains/spec/edit/edited'
import { type SyntheticEvent, useId } from 'react'
import { useTold } from '../../ui/text/use-told'

type PlanForm<Draft extends FieldValues> = {
  defaults: DefaultValues<Draft>
  /** Why what was filled in cannot be added; `place` is the field that gets the focus. */
  refuse: (draft: Draft) => Refusal<Path<Draft>> | null
  onAdd: (draft: Draft) => void
}

/**
 * A form that adds something to a plan: the plan's own rules say what is wrong, at the field that is wrong, which then
 * has the focus. What was said stays until one tries again.
 */
export function usePlanForm<Draft extends FieldValues>({ defaults, refuse, onAdd }: PlanForm<Draft>) {
  const { words: say } = useTold()
  const id = useId()
  const resolver: Resolver<Draft> = (draft) => {
    const refusal = refuse(draft)
    if (refusal === null) return { values: draft, errors: {} }
    const errors = { [refusal.place]: { type: 'refused', message: say(refusal.told) } } as FieldErrors<Draft>
    return { values: {}, errors }
  }
  const form = useForm<Draft>({ defaultValues: defaults, resolver, reValidateMode: 'onSubmit' })
  const { errors } = form.formState
  const [wrong = null] = Object.keys(errors)
  const reason = wrong === null ? null : String(errors[wrong]?.message)
  const noteId = `${id}-note`
  /** What ties a field to the line that says what is wrong. */
  const described = (place: Path<Draft>) => ({
    'aria-describedby': noteId,
    ...(wrong === place && { 'aria-invalid': true as const }),
  })
  const idOf = (place: Path<Draft>): string => `${id}-${place}`
  const submit = form.handleSubmit((draft) => onAdd(draft))
  return {
    ...form,
    idOf,
    described,
    /** What a field with a label of its own has. */
    named: (place: Path<Draft>) => ({ id: idOf(place), ...described(place) }),
    /** What the form around the fields has. */
    frame: { noteId, reason, onSubmit: (event: SyntheticEvent) => void submit(event) },
  }
}
