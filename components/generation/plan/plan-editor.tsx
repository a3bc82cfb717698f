'use client'

import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { renameApp } from '@/lib/domains/spec/edit/app'
import { MatrixLegend } from '../../evidence/matrix-cell'
import { plannedTables } from '../../evidence/planned-access'
import { Button } from '../../ui/button'
import { ScrollArea } from '../../ui/scroll-area'
import { PlanAddPage } from './plan-add-page'
import { PlanAddEntity } from './plan-add-entity'
import { PlanColours } from './plan-colours'
import { PlanNameInput } from './plan-name-input'
import { PlanPages } from './plan-pages'
import { type PlanEdit, PlanEntity } from './plan-entity'
import { type PlanFault, planFaults } from './plan-faults'
import type { WaitingPlan } from './plan-waiting'
import { useTold } from '../../ui/text/use-told'

/** With more entities than this the cards begin folded: a page of twenty tables is otherwise a long way to its end. */
const MOST_OPEN = 8

type PlanBarProps = { plan: WaitingPlan; isStopping: boolean; onStop: () => void }
type PlanEditorProps = PlanBarProps & { spec: AppSpec; keepsTables: boolean }

/** The plan that a run waits with, to be read, changed and built. */
export function PlanEditor({ plan, spec, keepsTables, isStopping, onStop }: PlanEditorProps) {
  const { original, edit } = plan
  const [t, parts] = [useTranslations('plan'), useTranslations('plan.parts')]
  const { words: say } = useTold()
  const title = useId()
  const faults = original === null ? [] : planFaults(original, spec)
  const access = plannedTables(spec.access)
  // A plain site keeps nothing, so nobody needs permission for anything.
  const isSite = spec.mode === 'site' && spec.entities.length === 0
  return (
    <section aria-labelledby={title} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ScrollArea label={t('title')} className="flex-1">
        <div className="mx-auto flex w-full max-w-220 flex-col gap-8 px-4 py-6">
          <PlanHead id={title} name={spec.name} isSite={isSite} onEdit={edit} />
          {!isSite && (
            <Part title={parts('entities')} count={spec.entities.length} note={parts('entitiesNote')}>
              <div className="flex flex-wrap gap-x-4 gap-y-1">
                <MatrixLegend states={['planned-allow', 'planned-deny']} />
                <span className="text-xs text-muted-foreground">{parts('cellsNote')}</span>
              </div>
              <ul className="flex flex-col gap-3">
                {spec.entities.map((entity) => (
                  <PlanEntity
                    key={entity.table}
                    spec={spec}
                    entity={entity}
                    access={access.find(({ table }) => table === entity.table)}
                    faults={faults.flatMap(({ table, told }) => (table === entity.table ? [say(told)] : []))}
                    keepsTables={keepsTables}
                    startsFolded={spec.entities.length > MOST_OPEN}
                    onEdit={edit}
                  />
                ))}
              </ul>
              <PlanAddEntity spec={spec} onEdit={edit} />
            </Part>
          )}
          <Part title={parts('pages')} count={spec.pages.length} note={parts('pagesNote')}>
            <PlanPages spec={spec} onEdit={edit} />
            <PlanAddPage spec={spec} onEdit={edit} />
          </Part>
          <Part title={parts('colours')} note={parts('coloursNote')}>
            <PlanColours spec={spec} onEdit={edit} />
          </Part>
        </div>
      </ScrollArea>
      <PlanBar plan={plan} faults={faults} isStopping={isStopping} onStop={onStop} />
    </section>
  )
}

type PlanHeadProps = { id: string; name: string; isSite: boolean; onEdit: PlanEdit }

/** What is planned: its name, which can be changed. */
function PlanHead({ id, name, isSite, onEdit }: PlanHeadProps) {
  const t = useTranslations('plan')
  return (
    <header className="flex flex-col gap-2">
      <h2 id={id} className="text-xs font-medium text-pending">
        {t('heading')}
      </h2>
      <PlanNameInput
        label={t(isSite ? 'siteName' : 'appName')}
        value={name}
        onRename={(next) => onEdit((now) => renameApp(now, next), t('calledNow', { name: next }))}
        className="-mx-1.5 h-9 text-xl font-semibold tracking-tight"
        maxLength={100}
      />
      <p className="text-sm leading-6 text-muted-foreground">{t('intro')}</p>
    </header>
  )
}

/** Below the plan: the last edit, what stands in the way of building, and what one can do. */
function PlanBar({ plan, faults, isStopping, onStop }: PlanBarProps & { faults: readonly PlanFault[] }) {
  const t = useTranslations('plan')
  const { words: say } = useTold()
  const general = faults.filter(({ table }) => table === null)
  return (
    <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-t bg-background px-4 py-2">
      <p role="status" className="min-w-0 flex-1 basis-40 truncate text-xs text-muted-foreground">
        {plan.said}
      </p>
      {(general.length > 0 || plan.error !== null) && (
        <p role="alert" className="basis-full text-xs leading-5 text-failed">
          {[...general.map(({ told }) => say(told)), ...(plan.error === null ? [] : [plan.error])].join(' ')}
        </p>
      )}
      <div className="ml-auto flex items-center gap-2">
        <Button variant="ghost" onClick={plan.undo} disabled={!plan.canUndo} aria-label={t('undo')}>
          <Undo2 /> <span className="max-sm:sr-only">{t('undo')}</span>
        </Button>
        <Button onClick={onStop} disabled={isStopping || plan.isSending}>
          {t(isStopping ? 'stopping' : 'stop')}
        </Button>
        <Button variant="primary" onClick={() => plan.build()} disabled={plan.isSending || faults.length > 0}>
          {t(plan.isSending ? 'sending' : 'build')}
        </Button>
      </div>
    </div>
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
