'use client'

import type { KeyboardEvent, Ref } from 'react'
import type { FieldType } from '@/lib/domains/spec/contract'
import { Input } from '../../ui/input'
import type { NewField } from './plan-additions'
import { ADDABLE_TYPES, FIELD_TYPE_TEXT } from './plan-words'

/** A field as it is being written; the choices are still one text. */
export type FieldDraft = { name: string; type: FieldType; required: boolean; choices: string }
export const EMPTY_FIELD: FieldDraft = { name: '', type: 'text', required: false, choices: '' }

const valuesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean),
  ),
]
export const newFieldOf = ({ name, type, required, choices }: FieldDraft): NewField => ({
  name: name.trim(),
  type,
  required,
  ...(type === 'enum' ? { values: valuesOf(choices) } : {}),
})

type PlanFieldInputsProps = {
  draft: FieldDraft
  onChange: (draft: FieldDraft) => void
  /** Which of the two is wrong, and the line that says why. */
  wrong: 'field' | 'values' | null
  noteId: string
  nameRef?: Ref<HTMLInputElement>
  placeholder?: string
  onKeyDown?: (event: KeyboardEvent) => void
}

/** Name and type of a field, and what one can choose where it is a choice. */
export function PlanFieldInputs({
  draft,
  onChange,
  wrong,
  noteId,
  nameRef,
  placeholder = 'Name',
  onKeyDown,
}: PlanFieldInputsProps) {
  const described = (place: 'field' | 'values') =>
    wrong === place ? { 'aria-invalid': true as const, 'aria-describedby': noteId } : { 'aria-describedby': noteId }
  return (
    <>
      <div className="flex gap-2">
        <Input
          ref={nameRef}
          onKeyDown={onKeyDown}
          aria-label="Name of the field"
          {...described('field')}
          placeholder={placeholder}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
          maxLength={40}
          className="h-8 min-w-0 px-2"
        />
        <select
          aria-label="Type of the field"
          value={draft.type}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange({ ...draft, type: event.target.value as FieldType })}
          className="h-8 w-36 shrink-0 rounded-md border border-input bg-raised px-2 text-sm"
        >
          {ADDABLE_TYPES.map((one) => (
            <option key={one} value={one}>
              {FIELD_TYPE_TEXT[one]}
            </option>
          ))}
        </select>
      </div>
      {draft.type === 'enum' && (
        <Input
          aria-label="Choices, with commas between"
          {...described('values')}
          placeholder="easy, medium, hard"
          value={draft.choices}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange({ ...draft, choices: event.target.value })}
          className="h-8 px-2"
        />
      )}
    </>
  )
}
