'use client'

import { ChevronRight, X } from 'lucide-react'
import { useId, useState } from 'react'
import { type AppSpec, type Entity } from '@/lib/domains/spec/contract'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import { AccessMatrix } from '../../evidence/access-matrix'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { setCell, whyCellStays } from './plan-access'
import { PlanAddField } from './plan-add-field'
import { addField, goesWith, removeField, removeThing, renameThing, whyFieldStays, whyThingStays } from './plan-edits'
import { PlanNameInput } from './plan-name-input'
import { typeWords } from './plan-words'

export type PlanEdit = (
  change: (spec: AppSpec) => AppSpec,
  /** What happened, for people who hear it, and for the line that offers to undo it. */
  said: string,
) => void

type PlanThingProps = {
  spec: AppSpec
  entity: Entity
  access: AccessTable | undefined
  faults: string[]
  keepsTables: boolean
  /** In a big plan one opens what one wants to see. */
  startsFolded: boolean
  onEdit: PlanEdit
}

/** One thing: its fields, and who may do what with it. */
export function PlanThing({ spec, entity, access, faults, keepsTables, startsFolded, onEdit }: PlanThingProps) {
  const [isOpen, setOpen] = useState(!startsFolded)
  const content = useId()
  const { table, name } = entity
  const stays = whyThingStays(spec, table)
  const others = goesWith(spec, table).slice(1)
  return (
    <li className="flex flex-col rounded-lg border bg-raised">
      <div className={cn('flex h-11 items-center gap-1 pr-2 pl-1.5', isOpen && 'border-b')}>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-expanded={isOpen}
          aria-controls={content}
          aria-label={`Fields and access of ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight className={cn('transition-transform duration-100', isOpen && 'rotate-90')} />
        </Button>
        <h4 className="flex min-w-0 flex-1 items-center">
          <PlanNameInput
            label={`Name of ${name}`}
            value={name}
            onRename={(next) =>
              onEdit((now) => renameThing(now, table, next, keepsTables), `${name} is called ${next} now`)
            }
            className="w-full text-sm font-medium"
            maxLength={40}
          />
        </h4>
        {!isOpen && (
          <span className="shrink-0 text-xs text-muted-foreground">
            {entity.fields.length} {entity.fields.length === 1 ? 'field' : 'fields'}
          </span>
        )}
        <span className="max-w-40 shrink truncate font-mono text-[11px] text-muted-foreground max-sm:sr-only">
          {table}
        </span>
        <RemoveButton
          label={`Remove ${name}`}
          stays={stays}
          also={others.length === 0 ? undefined : `With it goes: ${others.join(', ')}`}
          onRemove={() => onEdit((now) => removeThing(now, table), `${[name, ...others].join(', ')} removed`)}
        />
      </div>
      <div id={content} className={cn('gap-x-6 md:grid-cols-2', isOpen ? 'grid' : 'hidden')}>
        <div className="flex min-w-0 flex-col py-1">
          <ul aria-label={`Fields of ${name}`} className="flex flex-col">
            {entity.fields.map((field) => (
              <li key={field.column} className="flex h-8 items-center gap-2 pr-2 pl-4">
                <span className="min-w-0 shrink-0 text-[13px]">{field.name}</span>
                <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground" title={typeWords(field)}>
                  {typeWords(field)}
                </span>
                {field.required === true && <span className="shrink-0 text-xs text-muted-foreground">required</span>}
                <RemoveButton
                  label={`Remove ${field.name} from ${name}`}
                  stays={whyFieldStays(spec, entity, field)}
                  onRemove={() =>
                    onEdit((now) => removeField(now, table, field.column), `${field.name} removed from ${name}`)
                  }
                />
              </li>
            ))}
          </ul>
          <PlanAddField
            entity={entity}
            onAdd={(field) => onEdit((now) => addField(now, table, field), `${field.name} added to ${name}`)}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-2 p-4 max-md:border-t md:border-l">
          {access !== undefined && (
            <AccessMatrix
              table={access}
              editing={{
                whyFixed: (role, operation) => whyCellStays(spec, table, role, operation),
                onChange: (role, operation, isAllowed) =>
                  onEdit((now) => setCell(now, table, role, operation, isAllowed), `Access to ${table} changed`),
              }}
            />
          )}
        </div>
      </div>
      {faults.length > 0 && <p className="border-t px-4 py-2 text-xs leading-5 text-failed">{faults.join(' ')}</p>}
    </li>
  )
}

type RemoveButtonProps = { label: string; stays: string | null; also?: string | undefined; onRemove: () => void }

/** What must stay keeps its button, which says why. */
export function RemoveButton({ label, stays, also, onRemove }: RemoveButtonProps) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      className="aria-disabled:cursor-not-allowed aria-disabled:opacity-30"
      aria-label={
        stays === null ? `${label}${also === undefined ? '' : `. ${also}`}` : `${label}: not possible. ${stays}`
      }
      aria-disabled={stays !== null || undefined}
      title={stays ?? also ?? 'Remove'}
      onClick={() => stays === null && onRemove()}
    >
      <X />
    </Button>
  )
}
