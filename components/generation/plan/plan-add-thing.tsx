'use client'

import { withArticle } from '@/lib/core/english'
import { type SyntheticEvent, useId, useRef, useState } from 'react'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { Button } from '../../ui/button'
import { Input } from '../../ui/input'
import {
  addThing,
  type NewThing,
  pagesToOffer,
  pluralFor,
  possibleParents,
  type Refusal,
  type Sharing,
  type ThingPage,
  usualPages,
  usualSharing,
  whyNotThing,
} from './plan-additions'
import { PlanAdder } from './plan-adder'
import { EMPTY_FIELD, newFieldOf, PlanFieldInputs } from './plan-field-inputs'
import { PlanFormLine } from './plan-form-line'
import type { PlanEdit } from './plan-thing'
import { SHARING_TEXT, THING_PAGE_TEXT } from './plan-words'

type PlanAddThingProps = { spec: AppSpec; onEdit: PlanEdit }
type Place = NonNullable<ReturnType<typeof whyNotThing>>['place']

/** Below the things: one that the plan does not have, with its pages. */
export function PlanAddThing({ spec, onEdit }: PlanAddThingProps) {
  return (
    <PlanAdder label="Add a thing">{(close) => <ThingForm spec={spec} onEdit={onEdit} onClose={close} />}</PlanAdder>
  )
}

function ThingForm({ spec, onEdit, onClose }: PlanAddThingProps & { onClose: () => void }) {
  const [name, setName] = useState('')
  /** Null: as the language makes it of the name. */
  const [plural, setPlural] = useState<string | null>(null)
  const [sharing, setSharing] = useState<Sharing>(usualSharing(spec))
  const [pages, setPages] = useState<readonly ThingPage[]>(usualPages(sharing))
  const [field, setField] = useState({ ...EMPTY_FIELD, name: spec.locale === 'es' ? 'nombre' : 'name', required: true })
  const [refusal, setRefusal] = useState<Refusal<Place>>(null)
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const thing: NewThing = { name, plural: plural ?? pluralFor(spec, name), sharing, field: newFieldOf(field), pages }
  const parents = possibleParents(spec)

  function submit(event: SyntheticEvent) {
    event.preventDefault()
    const refused = whyNotThing(spec, thing)
    setRefusal(refused)
    // Whoever hears the page is told what is wrong, where it can be repaired.
    if (refused !== null)
      return requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    const called = name.trim().toLowerCase()
    onEdit(
      (now) => addThing(now, thing),
      `${called} added${pages.length === 0 ? '' : `, with ${pages.length} ${pages.length === 1 ? 'page' : 'pages'}`}`,
    )
    onClose()
  }
  function share(next: Sharing) {
    setSharing(next)
    setPages(usualPages(next))
  }
  const wrong = (place: Place) => ({
    'aria-describedby': `${id}-note`,
    ...(refusal?.place === place && { 'aria-invalid': true as const }),
  })
  return (
    <form
      ref={form}
      onSubmit={submit}
      aria-label="New thing"
      className="flex flex-col gap-4 rounded-lg border border-dashed p-4"
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <PlanFormLine label="What one of them is called" id={`${id}-name`}>
          <Input
            id={`${id}-name`}
            {...wrong('name')}
            placeholder="photo"
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={40}
          />{' '}
        </PlanFormLine>
        <PlanFormLine label="Several of them" id={`${id}-plural`}>
          <Input
            id={`${id}-plural`}
            {...wrong('plural')}
            placeholder="photos"
            value={thing.plural}
            onChange={(event) => setPlural(event.target.value)}
            maxLength={40}
          />{' '}
        </PlanFormLine>
        <PlanFormLine label="Who sees and changes it" id={`${id}-sharing`}>
          <select
            id={`${id}-sharing`}
            value={sharing}
            onChange={(event) => share(event.target.value as Sharing)}
            className="h-9 w-full rounded-md border border-input bg-raised px-2 text-sm"
          >
            {Object.entries(SHARING_TEXT).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
            {parents.map((parent) => (
              <option key={parent.table} value={`part of ${parent.table}`}>
                Part of {withArticle(parent.name)}: goes with it
              </option>
            ))}
          </select>
        </PlanFormLine>
        <PlanFormLine label="Its first field" id={null}>
          <PlanFieldInputs
            draft={field}
            onChange={setField}
            noteId={`${id}-note`}
            wrong={refusal?.place === 'field' || refusal?.place === 'values' ? refusal.place : null}
          />
        </PlanFormLine>
      </div>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <legend className="mb-1.5 text-xs text-muted-foreground">Pages that come with it</legend>
        {pagesToOffer(sharing).map((page) => (
          <label key={page} className="flex h-7 items-center gap-2 text-[13px]">
            <input
              type="checkbox"
              checked={pages.includes(page)}
              onChange={(event) =>
                setPages(event.target.checked ? [...pages, page] : pages.filter((one) => one !== page))
              }
              className="accent-foreground"
            />
            {THING_PAGE_TEXT[page]}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p
          id={`${id}-note`}
          role={refusal === null ? undefined : 'alert'}
          className="min-h-4 flex-1 basis-full sm:basis-60 text-xs leading-4 text-failed"
        >
          {refusal?.reason}
        </p>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Close
        </Button>
        <Button size="sm" type="submit">
          Add the thing
        </Button>
      </div>
    </form>
  )
}
