'use client'

import { useTranslations } from 'next-intl'
import type { UseFormSetValue } from 'react-hook-form'
import type { AppSpec } from '@/lib/domains/spec/contract'
import type { Auth } from '@/lib/domains/spec/edit/page-access'
import {
  type AddableView,
  addPage,
  authsFor,
  type NewPage,
  pathFor,
  refusePage,
  viewsFor,
} from '@/lib/domains/spec/edit/pages'
import { PlanAdder } from './plan-adder'
import { PlanDerivedLine, PlanForm, PlanFormLine, PlanTextLine, SELECT } from './plan-form'
import type { PlanEdit } from './plan-entity'
import { usePlanForm } from './use-plan-form'

type PlanAddPageProps = { spec: AppSpec; onEdit: PlanEdit }
/** `path` is null as long as it follows from the title; `entity` is '' for a page of text. */
type PageDraft = { title: string; path: string | null; entity: string; view: AddableView; auth: Auth }
const EMPTY: PageDraft = { title: '', path: null, entity: '', view: 'about', auth: 'public' }

/** What the draft comes to: what was chosen before another entity was stays only where that can be shown so. */
function pageOf(spec: AppSpec, draft: PageDraft) {
  const entity = draft.entity === '' ? null : draft.entity
  const views = viewsFor(spec.entities.find(({ name }) => name === entity) ?? null)
  const view = views.includes(draft.view) ? draft.view : views[0]!
  const auths = authsFor(spec, view, entity)
  const auth = auths.includes(draft.auth) ? draft.auth : auths[0]!
  const path = draft.path ?? pathFor(spec, { title: draft.title, view, entity })
  const page: NewPage = { path, title: draft.title, view, auth, entity }
  return { page, view, views, auths }
}

/** Below the pages: one that the plan does not have. */
export function PlanAddPage({ spec, onEdit }: PlanAddPageProps) {
  const t = useTranslations('plan.newPage')
  return <PlanAdder label={t('add')}>{(close) => <PageForm spec={spec} onEdit={onEdit} onClose={close} />}</PlanAdder>
}

function PageForm({ spec, onEdit, onClose }: PlanAddPageProps & { onClose: () => void }) {
  const t = useTranslations('plan.newPage')
  const { register, control, watch, setValue, frame, named, idOf } = usePlanForm<PageDraft>({
    defaults: EMPTY,
    refuse: (draft) => refusePage(spec, pageOf(spec, draft).page),
    onAdd: (draft) => {
      onEdit((now) => addPage(now, pageOf(now, draft).page), t('added', { title: draft.title.trim() }))
      onClose()
    },
  })
  const chosen = pageOf(spec, watch())
  return (
    <PlanForm label={t('form')} submitLabel={t('submit')} {...frame} onClose={onClose}>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <PlanTextLine
          label={t('title')}
          {...register('title')}
          {...named('title')}
          placeholder={t('titlePlaceholder')}
          maxLength={60}
        />
        <PlanDerivedLine
          label={t('path')}
          control={control}
          name="path"
          {...named('path')}
          placeholder={t('pathPlaceholder')}
          value={chosen.page.path}
          maxLength={80}
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono"
        />
        {spec.entities.length > 0 && (
          <PlanFormLine label={t('entity')} id={idOf('entity')}>
            <select {...register('entity')} id={idOf('entity')} className={SELECT}>
              <option value="">{t('noEntity')}</option>
              {spec.entities.map(({ name, table }) => (
                <option key={table} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </PlanFormLine>
        )}
        {spec.entities.length > 0 && <ViewAndAuth idOf={idOf} chosen={chosen} onChoose={setValue} />}
      </div>
    </PlanForm>
  )
}

type ViewAndAuthProps = {
  idOf: (place: 'view' | 'auth') => string
  chosen: ReturnType<typeof pageOf>
  onChoose: UseFormSetValue<PageDraft>
}

/** How the page shows its entity, and to whom: of each, what is possible there. */
function ViewAndAuth({ idOf, chosen: { page, view, views, auths }, onChoose }: ViewAndAuthProps) {
  const [t, levels] = [useTranslations('plan.newPage'), useTranslations('plan.page.auth')]
  return (
    <div className="grid grid-cols-2 gap-4">
      <PlanFormLine label={t('view')} id={idOf('view')}>
        <Choice
          id={idOf('view')}
          value={view}
          options={views}
          text={(one) => t(`views.${one}`)}
          onChoose={(next) => onChoose('view', next)}
        />
      </PlanFormLine>
      <PlanFormLine label={t('auth')} id={idOf('auth')}>
        <Choice
          id={idOf('auth')}
          value={page.auth}
          options={auths}
          text={levels}
          onChoose={(next) => onChoose('auth', next)}
        />
      </PlanFormLine>
    </div>
  )
}

type ChoiceProps<Value extends string> = {
  id: string
  value: Value
  options: readonly Value[]
  text: (value: Value) => string
  onChoose: (value: Value) => void
}

/** One of what is possible now; with a single possibility there is nothing to choose. */
function Choice<Value extends string>({ id, value, options, text, onChoose }: ChoiceProps<Value>) {
  return (
    <select
      id={id}
      value={value}
      disabled={options.length === 1}
      onChange={(event) => onChoose(event.target.value as Value)}
      className={SELECT}
    >
      {options.map((one) => (
        <option key={one} value={one}>
          {text(one)}
        </option>
      ))}
    </select>
  )
}
