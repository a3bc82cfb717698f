'use client'

import { Undo2 } from 'lucide-react'
import { useId } from 'react'
import { MatrixLegend } from '../../evidence/matrix-cell'
import { Button } from '../../ui/button'
import { ScrollArea } from '../../ui/scroll-area'
import { Skeleton } from '../../ui/skeleton'
import { planTables } from './plan-access'
import { PlanAddPage } from './plan-add-page'
import { PlanAddThing } from './plan-add-thing'
import { PlanColours } from './plan-colours'
import { renameApp } from './plan-edits'
import { PlanNameInput } from './plan-name-input'
import { PlanPages } from './plan-pages'
import { PlanThing } from './plan-thing'
import type { WaitingPlan } from './plan-waiting'

/** With more things than this the cards begin folded: a page of twenty tables is otherwise a long way to its end. */
const MOST_OPEN = 8

type PlanPaneProps = { plan: WaitingPlan; keepsTables: boolean; isStopping: boolean; onStop: () => void }

/** The plan of a run that waits for it: read, change, build. */
export function PlanPane({ plan, keepsTables, isStopping, onStop }: PlanPaneProps) {
  const { spec, faults, edit } = plan
  const title = useId()
  if (spec === null) return <Loading reason={plan.error} onAgain={plan.load} />
  const access = planTables(spec)
  // A plain site keeps nothing, so nobody needs permission for anything.
  const isSite = spec.mode === 'site' && spec.entities.length === 0
  const general = faults.filter(({ table }) => table === null)
  return (
    <section aria-labelledby={title} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ScrollArea label="Plan" className="flex-1">
        <div className="mx-auto flex w-full max-w-220 flex-col gap-8 px-4 py-6">
          <header className="flex flex-col gap-2">
            <h2 id={title} className="text-xs font-medium text-pending">
              Plan, not built yet
            </h2>
            <PlanNameInput
              label={isSite ? 'Name of the site' : 'Name of the application'}
              value={spec.name}
              onRename={(name) => edit((now) => renameApp(now, name), `It is called ${name} now`)}
              className="-mx-1.5 h-9 text-xl font-semibold tracking-tight"
              maxLength={100}
            />
            <p className="text-sm leading-6 text-muted-foreground">
              Change what is not as you want it, then build. The run waits for you, also when you close this page.
            </p>
          </header>
          {!isSite && (
            <Part
              title="Things"
              count={spec.entities.length}
              note="What the application keeps, and who may do what with it."
            >
              <div className="flex flex-wrap gap-x-4 gap-y-1">
                <MatrixLegend states={['planned-allow', 'planned-deny']} />
                <span className="text-xs text-muted-foreground">
                  Pale cells follow from others; the rest you can switch.
                </span>
              </div>
              <ul className="flex flex-col gap-3">
                {spec.entities.map((entity) => (
                  <PlanThing
                    key={entity.table}
                    spec={spec}
                    entity={entity}
                    access={access.find(({ table }) => table === entity.table)}
                    faults={faults.flatMap(({ table, reason }) => (table === entity.table ? [reason] : []))}
                    keepsTables={keepsTables}
                    startsFolded={spec.entities.length > MOST_OPEN}
                    onEdit={edit}
                  />
                ))}
              </ul>
              <PlanAddThing spec={spec} onEdit={edit} />
            </Part>
          )}
          <Part
            title="Pages"
            count={spec.pages.length}
            note="What people open. A removed page is not built, and nothing links to it."
          >
            <PlanPages spec={spec} onEdit={edit} />
            <PlanAddPage spec={spec} onEdit={edit} />
          </Part>
          <Part title="Colours" note="All others are computed from these two, so that every text stays readable.">
            <PlanColours spec={spec} onEdit={edit} />
          </Part>
        </div>
      </ScrollArea>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-t bg-background px-4 py-2">
        <p role="status" className="min-w-0 flex-1 basis-40 truncate text-xs text-muted-foreground">
          {plan.said}
        </p>
        {(general.length > 0 || plan.error !== null) && (
          <p role="alert" className="basis-full text-xs leading-5 text-failed">
            {[...general.map(({ reason }) => reason), ...(plan.error === null ? [] : [plan.error])].join(' ')}
          </p>
        )}
        <div className="ml-auto flex items-center gap-2">
          <Button variant="ghost" onClick={plan.undo} disabled={!plan.canUndo} aria-label="Undo">
            <Undo2 /> <span className="max-sm:sr-only">Undo</span>
          </Button>
          <Button onClick={onStop} disabled={isStopping || plan.isSending}>
            {isStopping ? 'Stopping' : 'Stop'}
          </Button>
          <Button variant="primary" onClick={plan.build} disabled={plan.isSending || faults.length > 0}>
            {plan.isSending ? 'Sending the plan' : 'Build this'}
          </Button>
        </div>
      </div>
    </section>
  )
}

function Part({
  title,
  count,
  note,
  children,
}: {
  title: string
  count?: number
  note: string
  children: React.ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-col gap-0.5">
        <h3 id={id} className="flex items-baseline gap-2 text-sm font-medium">
          {title}{' '}
          {count !== undefined && (
            <span className="font-mono text-[11px] font-normal text-muted-foreground">{count}</span>
          )}
        </h3>
        <p className="text-xs leading-5 text-muted-foreground">{note}</p>
      </div>
      {children}
    </section>
  )
}

function Loading({ reason, onAgain }: { reason: string | null; onAgain: () => void }) {
  if (reason !== null)
    return (
      <div className="flex flex-col items-start gap-3 p-6">
        <p role="alert" className="text-sm leading-6 text-failed">
          {reason}
        </p>
        <Button onClick={onAgain}>Open the plan again</Button>
      </div>
    )
  return (
    <div aria-busy className="mx-auto flex w-full max-w-220 flex-col gap-4 px-4 py-6">
      <p className="sr-only">Opening the plan</p>
      <Skeleton className="h-16" />
      {Array.from({ length: 3 }, (_, index) => (
        <Skeleton key={index} className="h-48" />
      ))}
    </div>
  )
}
