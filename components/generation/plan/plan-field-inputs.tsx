'use client'

import { useTranslations } from 'next-intl'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { FIELD_TYPES } from '@/lib/domains/spec/constants'
import type { FieldType } from '@/lib/domains/spec/contract'
import type { NewField } from '@/lib/domains/spec/edit/fields'
import { Input } from '../../ui/fields/input'

/** A field as it is being written; the choices are still one text. */
export type FieldDraft = { field: string; type: FieldType; required: boolean; values: string }
export const EMPTY_FIELD: FieldDraft = { field: '', type: 'text', required: false, values: '' }

/** Types that a person can add without saying more; a link needs to know where to. */
const ADDABLE_TYPES = FIELD_TYPES.filter((type) => type !== 'json' && type !== 'reference')

const valuesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean),
  ),
]
export const newFieldOf = ({ field, type, required, values }: FieldDraft): NewField => ({
  name: field.trim(),
  type,
  required,
  ...(type === 'enum' ? { values: valuesOf(values) } : {}),
})

type PlanFieldInputsProps = {
  type: FieldType
  register: (name: 'field' | 'type' | 'values') => UseFormRegisterReturn
  described: (name: 'field' | 'values') => object
}

/** Name and type of a field, and what one can choose where it is a choice. */
export function PlanFieldInputs({ type, register, described }: PlanFieldInputsProps) {
  const t = useTranslations('plan.field')
  return (
    <>
      <div className="flex gap-2">
        <Input
          {...register('field')}
          {...described('field')}
          aria-label={t('name')}
          placeholder={t('placeholder')}
          maxLength={40}
          className="h-8 min-w-0 px-2"
        />
        <select
          {...register('type')}
          aria-label={t('type')}
          className="h-8 w-36 shrink-0 rounded-md border border-input bg-raised px-2 text-sm"
        >
          {ADDABLE_TYPES.map((one) => (
            <option key={one} value={one}>
              {t(`types.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {type === 'enum' && (
        <Input
          {...register('values')}
          {...described('values')}
          aria-label={t('choices')}
          placeholder={t('choicesPlaceholder')}
          className="h-8 px-2"
        />
      )}
    </>
  )
}
