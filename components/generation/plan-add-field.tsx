'use client'

import { Plus } from 'lucide-react'
import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react'
import type { Entity, FieldType } from '@/lib/domains/spec/contract'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { identifierOf } from './plan-names'
import { ADDABLE_TYPES, FIELD_TYPE_TEXT } from './plan-words'

export type NewField = { name: string; type: FieldType; required: boolean; values?: string[] }

const valuesOf = (text: string): string[] => [...new Set(text.split(',').map((value) => value.trim()).filter(Boolean))] // prettier-ignore

/** The line below the fields that makes another one. */
export function PlanAddField({ entity, onAdd }: { entity: Entity; onAdd: (field: NewField) => void }) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [type, setType] = useState<FieldType>('text')
  const [required, setRequired] = useState(false)
  const [choices, setChoices] = useState('')
  const [error, setError] = useState<string | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const first = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => {
    if (isOpen) first.current?.focus()
  }, [isOpen])

  function close() {
    setOpen(false)
    setError(null)
    // After the button is back.
    requestAnimationFrame(() => opener.current?.focus())
  }
  function submit(event: SyntheticEvent) {
    event.preventDefault()
    const column = identifierOf(name, 'field')
    const values = valuesOf(choices)
    const refusal =
      column === ''
        ? 'Give it a name with letters.'
        : entity.fields.some((field) => field.column === column)
          ? `${entity.name} has a field ${name.trim()} already.`
          : type === 'enum' && values.length < 2
            ? 'Write at least two choices, with commas between.'
            : null
    setError(refusal)
    if (refusal !== null) return first.current?.focus()
    onAdd({ name: name.trim(), type, required, ...(type === 'enum' ? { values } : {}) })
    setName('')
    setChoices('')
    setRequired(false)
    first.current?.focus()
  }

  if (!isOpen)
    return (
      <Button ref={opener} variant="ghost" size="sm" className="mx-2 self-start" onClick={() => setOpen(true)}>
        <Plus /> Add a field<span className="sr-only"> to {entity.name}</span>
      </Button>
    )
  return (
    <form
      onSubmit={submit}
      aria-label={`New field of ${entity.name}`}
      className="mx-2 flex flex-col gap-2 rounded-md border border-dashed p-2"
    >
      <div className="flex gap-2">
        <Input
          ref={first}
          onKeyDown={(event) => event.key === 'Escape' && close()}
          aria-label="Name of the field"
          aria-invalid={error !== null || undefined}
          aria-describedby={`${id}-note`}
          placeholder="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={40}
          className="h-8 px-2"
        />
        <select
          aria-label="Type of the field"
          value={type}
          onChange={(event) => setType(event.target.value as FieldType)}
          className="h-8 w-36 shrink-0 rounded-md border border-input bg-raised px-2 text-sm"
        >
          {ADDABLE_TYPES.map((one) => (
            <option key={one} value={one}>
              {FIELD_TYPE_TEXT[one]}
            </option>
          ))}
        </select>
      </div>
      {type === 'enum' && (
        <Input
          aria-label="Choices, with commas between"
          placeholder="easy, medium, hard"
          value={choices}
          onChange={(event) => setChoices(event.target.value)}
          className="h-8 px-2"
        />
      )}
      <div className="flex items-center gap-2">
        <label className="flex items-center gap-2 text-xs text-muted-foreground">
          <input type="checkbox" checked={required} onChange={(event) => setRequired(event.target.checked)} className="accent-foreground" />
          Required
        </label>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={close}>
          Close
        </Button>
        <Button size="sm" type="submit">
          Add
        </Button>
      </div>
      <p id={`${id}-note`} role={error === null ? undefined : 'alert'} className="min-h-4 text-xs leading-4 text-failed">
        {error}
      </p>
    </form>
  )
}
