'use client'

import { type SyntheticEvent, useId, useRef, useState } from 'react'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { Button } from '../../ui/button'
import { Input } from '../../ui/input'
import type { Refusal } from './plan-additions'
import { PlanAdder } from './plan-adder'
import { PlanFormLine } from './plan-form-line'
import {
  type AddableView,
  addPage,
  type Auth,
  authsFor,
  pathFor,
  VIEW_TEXT,
  viewsFor,
  whyNotPage,
} from './plan-new-page'
import type { PlanEdit } from './plan-thing'
import { AUTH_TEXT } from './plan-words'

type PlanAddPageProps = { spec: AppSpec; onEdit: PlanEdit }
const SELECT = 'h-9 w-full rounded-md border border-input bg-raised px-2 text-sm disabled:opacity-60'

/** Below the pages: one that the plan does not have. */
export function PlanAddPage({ spec, onEdit }: PlanAddPageProps) {
  return <PlanAdder label="Add a page">{(close) => <PageForm spec={spec} onEdit={onEdit} onClose={close} />}</PlanAdder>
}

function PageForm({ spec, onEdit, onClose }: PlanAddPageProps & { onClose: () => void }) {
  const [title, setTitle] = useState('')
  /** Null: as it follows from the title. */
  const [typed, setTyped] = useState<string | null>(null)
  const [thing, setThing] = useState<string | null>(null)
  const [wantedView, setView] = useState<AddableView>('about')
  const [wantedAuth, setAuth] = useState<Auth>('public')
  const [refusal, setRefusal] = useState<Refusal<'title' | 'path'>>(null)
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  // What was chosen before another thing was stays only where that thing can be shown so.
  const entity = spec.entities.find(({ name }) => name === thing) ?? null
  const views = viewsFor(entity)
  const view = views.includes(wantedView) ? wantedView : views[0]!
  const auths = authsFor(spec, view, thing)
  const auth = auths.includes(wantedAuth) ? wantedAuth : auths[0]!
  const path = typed ?? pathFor(spec, { title, view, entity: thing })
  const isSite = spec.entities.length === 0

  function submit(event: SyntheticEvent) {
    event.preventDefault()
    const page = { path, title, view, auth, entity: thing }
    const refused = whyNotPage(spec, page)
    setRefusal(refused)
    if (refused !== null)
      return requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    onEdit((now) => addPage(now, page), `The page ${title.trim()} added`)
    onClose()
  }
  const wrong = (place: 'title' | 'path') => ({
    'aria-describedby': `${id}-note`,
    ...(refusal?.place === place && { 'aria-invalid': true as const }),
  })
  return (
    <form
      ref={form}
      onSubmit={submit}
      aria-label="New page"
      className="flex flex-col gap-4 rounded-lg border border-dashed p-4"
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <PlanFormLine label="Title" id={`${id}-title`}>
          <Input
            id={`${id}-title`}
            {...wrong('title')}
            placeholder="Opening hours"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            maxLength={60}
          />{' '}
        </PlanFormLine>
        <PlanFormLine label="Address" id={`${id}-path`}>
          <Input
            id={`${id}-path`}
            {...wrong('path')}
            placeholder="/opening-hours"
            value={path}
            onChange={(event) => setTyped(event.target.value)}
            maxLength={80}
            spellCheck={false}
            autoCapitalize="none"
            className="font-mono"
          />{' '}
        </PlanFormLine>
        {!isSite && (
          <>
            <PlanFormLine label="What it is about" id={`${id}-thing`}>
              <select
                id={`${id}-thing`}
                value={thing ?? ''}
                onChange={(event) => setThing(event.target.value || null)}
                className={SELECT}
              >
                <option value="">No thing, only text</option>
                {spec.entities.map(({ name, table }) => (
                  <option key={table} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </PlanFormLine>
            <div className="grid grid-cols-2 gap-4">
              <PlanFormLine label="Shown as" id={`${id}-view`}>
                <select
                  id={`${id}-view`}
                  value={view}
                  disabled={views.length === 1}
                  onChange={(event) => setView(event.target.value as AddableView)}
                  className={SELECT}
                >
                  {views.map((one) => (
                    <option key={one} value={one}>
                      {VIEW_TEXT[one]}
                    </option>
                  ))}
                </select>
              </PlanFormLine>
              <PlanFormLine label="Who gets to see it" id={`${id}-auth`}>
                <select
                  id={`${id}-auth`}
                  value={auth}
                  disabled={auths.length === 1}
                  onChange={(event) => setAuth(event.target.value as Auth)}
                  className={SELECT}
                >
                  {auths.map((one) => (
                    <option key={one} value={one}>
                      {AUTH_TEXT[one]}
                    </option>
                  ))}
                </select>
              </PlanFormLine>
            </div>
          </>
        )}
      </div>
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
          Add the page
        </Button>
      </div>
    </form>
  )
}
