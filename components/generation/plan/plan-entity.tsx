'use client'

import { ChevronRight, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import type { AppSpec, Entity, Field } from '@/lib/domains/spec/contract'
import { refuseCell, setCell } from '@/lib/domains/spec/edit/access'
import type { Edited, Refusal } from '@/lib/domains/spec/edit/edited'
import { dependentsOf, refuseRemoval, removeEntities, renameEntity } from '@/lib/domains/spec/edit/entities'
import { addField, refuseFieldRemoval, removeField } from '@/lib/domains/spec/edit/fields'
import { AccessMatrix } from '../../evidence/access-matrix'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { PlanAddField } from './plan-add-field'
import { PlanNameInput } from './plan-name-input'
import { useTold } from '../../ui/text/use-told'

export type PlanEdit = (
  change: (spec: AppSpec) => Edited,
  /** What happened, for people who hear it, and for the line that offers to undo it. */
  said: string,
) => void

type PlanEntityProps = {
  spec: AppSpec
  entity: Entity
  access: AccessTable | undefined
  faults: string[]
  keepsTables: boolean
  /** In a big plan one opens what one wants to see. */
  startsFolded: boolean
  onEdit: PlanEdit
}

/** One entity: its fields, and who may do what with it. */
export function PlanEntity(props: PlanEntityProps) {
  const { spec, entity, access, faults, startsFolded, onEdit } = props
  const [isOpen, setOpen] = useState(!startsFolded)
  const content = useId()
  const { table, name } = entity
  const t = useTranslations('plan.entity')
  const { words: say } = useTold()
  const sayOrNull = (refusal: Refusal | null) => (refusal === null ? null : say(refusal.told))
  return (
    <li className="flex flex-col rounded-lg border bg-raised">
      <EntityHead {...props} isOpen={isOpen} content={content} onToggle={() => setOpen(!isOpen)} />
      <div id={content} className={cn('gap-x-6 md:grid-cols-2', isOpen ? 'grid' : 'hidden')}>
        <div className="flex min-w-0 flex-col py-1">
          <Fields spec={spec} entity={entity} onEdit={onEdit} />
          <PlanAddField
            entity={entity}
            onAdd={(field) =>
              onEdit((now) => addField(now, table, field), t('fieldAdded', { field: field.name, name }))
            }
          />
        </div>
        <div className="flex min-w-0 flex-col gap-2 p-4 max-md:border-t md:border-l">
          {access !== undefined && (
            <AccessMatrix
              table={access}
              editing={{
                whyFixed: (role, operation) => sayOrNull(refuseCell(spec, table, role, operation)),
                onChange: (role, operation, isAllowed) =>
                  onEdit((now) => setCell(now, table, role, operation, isAllowed), t('accessChanged', { table })),
              }}
            />
          )}
        </div>
      </div>
      {faults.length > 0 && <p className="border-t px-4 py-2 text-xs leading-5 text-failed">{faults.join(' ')}</p>}
    </li>
  )
}

type EntityHeadProps = Pick<PlanEntityProps, 'spec' | 'entity' | 'keepsTables' | 'onEdit'> & {
  isOpen: boolean
  /** Id of what is folded. */
  content: string
  onToggle: () => void
}

/** The name of an entity, which can be changed, and the buttons that fold it and take it out. */
function EntityHead({ spec, entity, keepsTables, onEdit, isOpen, content, onToggle }: EntityHeadProps) {
  const t = useTranslations('plan.entity')
  const { table, name } = entity
  const others = [...dependentsOf(spec, [table])].slice(1)
  return (
    <div className={cn('flex h-11 items-center gap-1 pr-2 pl-1.5', isOpen && 'border-b')}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-expanded={isOpen}
        aria-controls={content}
        aria-label={t('open', { name })}
        onClick={onToggle}
      >
        <ChevronRight className={cn('transition-transform duration-100', isOpen && 'rotate-90')} />
      </Button>
      <h4 className="flex min-w-0 flex-1 items-center">
        <PlanNameInput
          label={t('name', { name })}
          value={name}
          onRename={(next) =>
            onEdit((now) => renameEntity(now, table, next, keepsTables), t('renamed', { name, next }))
          }
          className="w-full text-sm font-medium"
          maxLength={40}
        />
      </h4>
      {!isOpen && (
        <span className="shrink-0 text-xs text-muted-foreground">
          {t('fieldCount', { count: entity.fields.length })}
        </span>
      )}
      <span className="max-w-40 shrink truncate font-mono text-[11px] text-muted-foreground max-sm:sr-only">
        {table}
      </span>
      <RemoveButton
        label={t('remove', { name })}
        stays={refuseRemoval(spec, [table])}
        also={others.length === 0 ? undefined : t('also', { names: others.join(', ') })}
        onRemove={() =>
          onEdit((now) => removeEntities(now, [table]), t('removed', { names: [name, ...others].join(', ') }))
        }
      />
    </div>
  )
}

type FieldsProps = Pick<PlanEntityProps, 'spec' | 'entity' | 'onEdit'>

/** The fields, each with the button that takes it out. */
function Fields({ spec, entity, onEdit }: FieldsProps) {
  const t = useTranslations('plan.entity')
  const typeText = useTypeText()
  const { name, table } = entity
  return (
    <ul aria-label={t('fields', { name })} className="flex flex-col">
      {entity.fields.map((field) => (
        <li key={field.column} className="flex h-8 items-center gap-2 pr-2 pl-4">
          <span className="min-w-0 shrink-0 text-[13px]">{field.name}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground" title={typeText(field)}>
            {typeText(field)}
          </span>
          {field.required === true && <span className="shrink-0 text-xs text-muted-foreground">{t('required')}</span>}
          <RemoveButton
            label={t('removeField', { field: field.name, name })}
            stays={refuseFieldRemoval(spec, entity, field)}
            onRemove={() =>
              onEdit((now) => removeField(now, table, field.column), t('fieldRemoved', { field: field.name, name }))
            }
          />
        </li>
      ))}
    </ul>
  )
}

/** `choice: easy, medium, hard`, `whole number (min)`, `link to recipes`. */
function useTypeText(): (field: Field) => string {
  const t = useTranslations('plan.field')
  return ({ type, references, values = [], unit }) => {
    if (type === 'reference') return references === 'auth.users' ? t('person') : t('link', { table: references ?? '?' })
    if (type === 'enum') return t('choice', { values: values.join(', ') })
    return unit === undefined ? t(`types.${type}`) : t('unit', { type: t(`types.${type}`), unit })
  }
}

type RemoveButtonProps = { label: string; stays: Refusal | null; also?: string | undefined; onRemove: () => void }

/** What must stay keeps its button, which says why. */
export function RemoveButton({ label, stays, also, onRemove }: RemoveButtonProps) {
  const t = useTranslations('plan')
  const { words: say } = useTold()
  const reason = stays === null ? null : say(stays.told)
  const what = also === undefined ? label : t('removeWith', { action: label, also })
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      className="aria-disabled:cursor-not-allowed aria-disabled:opacity-30"
      aria-label={reason === null ? what : t('notPossible', { action: label, reason })}
      aria-disabled={reason !== null || undefined}
      title={reason ?? also ?? t('remove')}
      onClick={() => reason === null && onRemove()}
    >
      <X />
    </Button>
  )
}
