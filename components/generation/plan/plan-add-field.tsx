'use client'

import { useTranslations } from 'next-intl'
import type { Entity } from '@/lib/domains/spec/contract'
import { type NewField, refuseField } from '@/lib/domains/spec/edit/fields'
import { Button } from '../../ui/button'
import { PlanAdder } from './plan-adder'
import { EMPTY_FIELD, type FieldDraft, newFieldOf, PlanFieldInputs } from './plan-field-inputs'
import { PlanFormNote } from './plan-form'
import { usePlanForm } from './use-plan-form'
import { Form } from '../../ui/fields/form'

type PlanAddFieldProps = { entity: Entity; onAdd: (field: NewField) => void }

/** The line below the fields that makes another one. */
export function PlanAddField({ entity, onAdd }: PlanAddFieldProps) {
  const t = useTranslations('plan.field')
  return (
    <PlanAdder className="mx-2" label={t('add')} of={t('to', { name: entity.name })}>
      {(close) => <FieldForm entity={entity} onAdd={onAdd} onClose={close} />}
    </PlanAdder>
  )
}

/** Stays open after an addition: fields come in groups. */
function FieldForm({ entity, onAdd, onClose }: PlanAddFieldProps & { onClose: () => void }) {
  const [t, plan] = [useTranslations('plan.field'), useTranslations('plan')]
  const { register, setValue, setFocus, watch, frame, described } = usePlanForm<FieldDraft>({
    defaults: EMPTY_FIELD,
    refuse: (draft) => refuseField(newFieldOf(draft), entity.fields, entity.name),
    onAdd: (draft) => {
      onAdd(newFieldOf(draft))
      // Not `reset`, which forgets the inputs until they are drawn anew, and with them where the focus goes.
      for (const place of ['field', 'values', 'required'] as const) setValue(place, EMPTY_FIELD[place])
      setFocus('field')
    },
  })
  return (
    <Form
      onSubmit={frame.onSubmit}
      noValidate
      aria-label={t('form', { name: entity.name })}
      className="mx-2 flex flex-col gap-2 rounded-md border border-dashed p-2"
    >
      <PlanFieldInputs type={watch('type')} register={register} described={described} />
      <div className="flex items-center gap-2">
        <label className="flex items-center gap-2 text-xs text-muted-foreground">
          <input type="checkbox" {...register('required')} className="accent-foreground" />
          {t('required')}
        </label>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={onClose}>
          {plan('close')}
        </Button>
        <Button size="sm" type="submit">
          {plan('add')}
        </Button>
      </div>
      <PlanFormNote id={frame.noteId} reason={frame.reason} />
    </Form>
  )
}
