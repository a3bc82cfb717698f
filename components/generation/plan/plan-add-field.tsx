'use client'

import { type SyntheticEvent, useId, useRef, useState } from 'react'
import type { Entity } from '@/lib/domains/spec/contract'
import { Button } from '../../ui/button'
import { type NewField, type Refusal, whyNotField } from './plan-additions'
import { PlanAdder } from './plan-adder'
import { EMPTY_FIELD, newFieldOf, PlanFieldInputs } from './plan-field-inputs'

type PlanAddFieldProps = { entity: Entity; onAdd: (field: NewField) => void }

/** The line below the fields that makes another one. */
export function PlanAddField({ entity, onAdd }: PlanAddFieldProps) {
  return (
    <PlanAdder className="mx-2" label="Add a field" of={`to ${entity.name}`}>
      {(close) => <FieldForm entity={entity} onAdd={onAdd} onClose={close} />}
    </PlanAdder>
  )
}

/** Stays open after an addition: fields come in groups. */
function FieldForm({ entity, onAdd, onClose }: PlanAddFieldProps & { onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY_FIELD)
  const [refusal, setRefusal] = useState<Refusal<'field' | 'values'>>(null)
  const first = useRef<HTMLInputElement>(null)
  const id = useId()

  function submit(event: SyntheticEvent) {
    event.preventDefault()
    const field = newFieldOf(draft)
    const refused = whyNotField(field, entity.fields, entity.name)
    setRefusal(refused)
    first.current?.focus()
    if (refused !== null) return
    onAdd(field)
    setDraft({ ...EMPTY_FIELD, type: draft.type })
  }
  return (
    <form
      onSubmit={submit}
      aria-label={`New field of ${entity.name}`}
      className="mx-2 flex flex-col gap-2 rounded-md border border-dashed p-2"
    >
      <PlanFieldInputs
        draft={draft}
        onChange={setDraft}
        wrong={refusal?.place ?? null}
        noteId={`${id}-note`}
        nameRef={first}
      />
      <div className="flex items-center gap-2">
        <label className="flex items-center gap-2 text-xs text-muted-foreground">
          <input
            type="checkbox"
            checked={draft.required}
            onChange={(event) => setDraft({ ...draft, required: event.target.checked })}
            className="accent-foreground"
          />
          Required
        </label>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={onClose}>
          Close
        </Button>
        <Button size="sm" type="submit">
          Add
        </Button>
      </div>
      <p
        id={`${id}-note`}
        role={refusal === null ? undefined : 'alert'}
        className="min-h-4 text-xs leading-4 text-failed"
      >
        {refusal?.reason}
      </p>
    </form>
  )
}
