'use client'

import { useTranslations } from 'next-intl'
import type { AppSpec } from '@/lib/domains/spec/contract'
import {
  addEntity,
  type NewEntity,
  pagesToOffer,
  pluralFor,
  possibleParents,
  refuseEntity,
  type Sharing,
  usualPages,
  usualSharing,
} from '@/lib/domains/spec/edit/add-entity'
import type { EntityPage } from '@/lib/domains/spec/edit/entity-pages'
import { pageTexts } from '@/lib/domains/spec/edit/page-texts'
import { PlanAdder } from './plan-adder'
import { EMPTY_FIELD, type FieldDraft, newFieldOf, PlanFieldInputs } from './plan-field-inputs'
import { PlanDerivedLine, PlanForm, PlanFormLine, PlanTextLine, SELECT } from './plan-form'
import type { PlanEdit } from './plan-entity'
import { usePlanForm } from './use-plan-form'

type PlanAddEntityProps = { spec: AppSpec; onEdit: PlanEdit }
type EntityFormProps = PlanAddEntityProps & { onClose: () => void }
/** `plural` is null as long as the language makes it of the name. */
type EntityDraft = FieldDraft & { name: string; plural: string | null; sharing: Sharing; pages: EntityPage[] }

const SHARINGS = ['public', 'members', 'collaborative', 'private', 'catalogue', 'inbox'] as const

const entityOf = (spec: AppSpec, draft: EntityDraft): NewEntity => ({
  name: draft.name,
  plural: draft.plural ?? pluralFor(spec, draft.name),
  sharing: draft.sharing,
  field: newFieldOf(draft),
  pages: draft.pages,
})

/** What the form starts with: as open as the plan's other entities, with a name to fill in. */
function draftFor(spec: AppSpec): EntityDraft {
  const sharing = usualSharing(spec)
  const field = { ...EMPTY_FIELD, field: pageTexts(spec.locale).name, required: true }
  return { ...field, name: '', plural: null, sharing, pages: [...usualPages(sharing)] }
}

/** Below the entities: one that the plan does not have, with its pages. */
export function PlanAddEntity({ spec, onEdit }: PlanAddEntityProps) {
  const t = useTranslations('plan.newEntity')
  return <PlanAdder label={t('add')}>{(close) => <EntityForm spec={spec} onEdit={onEdit} onClose={close} />}</PlanAdder>
}

function useEntityForm({ spec, onEdit, onClose }: EntityFormProps) {
  const t = useTranslations('plan.newEntity')
  return usePlanForm<EntityDraft>({
    defaults: draftFor(spec),
    refuse: (draft) => refuseEntity(spec, entityOf(spec, draft)),
    onAdd: (draft) => {
      const said = { name: draft.name.trim().toLowerCase(), count: draft.pages.length }
      onEdit((now) => addEntity(now, entityOf(now, draft)), t('added', said))
      onClose()
    },
  })
}

function EntityForm(props: EntityFormProps) {
  const { spec, onClose } = props
  const t = useTranslations('plan.newEntity')
  const { register, control, watch, setValue, frame, named, idOf, described } = useEntityForm(props)
  const draft = watch()
  return (
    <PlanForm label={t('form')} submitLabel={t('submit')} {...frame} onClose={onClose}>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <PlanTextLine
          label={t('name')}
          {...register('name')}
          {...named('name')}
          placeholder={t('namePlaceholder')}
          maxLength={40}
        />
        <PlanDerivedLine
          label={t('plural')}
          control={control}
          name="plural"
          {...named('plural')}
          placeholder={t('pluralPlaceholder')}
          value={entityOf(spec, draft).plural}
          maxLength={40}
        />
        <PlanFormLine label={t('sharing')} id={idOf('sharing')}>
          <select
            {...register('sharing', {
              onChange: (event: { target: { value: Sharing } }) =>
                setValue('pages', [...usualPages(event.target.value)]),
            })}
            id={idOf('sharing')}
            className={SELECT}
          >
            <SharingOptions spec={spec} />
          </select>
        </PlanFormLine>
        <PlanFormLine label={t('field')} id={null}>
          <PlanFieldInputs type={draft.type} register={register} described={described} />
        </PlanFormLine>
      </div>
      <PageChoice draft={draft} onChoose={(pages) => setValue('pages', pages)} />
    </PlanForm>
  )
}

/** Whose the rows are and who sees them: the patterns, and as a part of every entity that can have parts. */
function SharingOptions({ spec }: { spec: AppSpec }) {
  const t = useTranslations('plan.newEntity')
  return (
    <>
      {SHARINGS.map((one) => (
        <option key={one} value={one}>
          {t(`sharings.${one}`)}
        </option>
      ))}
      {possibleParents(spec).map((parent) => (
        <option key={parent.table} value={`part of ${parent.table}`}>
          {t('partOf', { name: parent.name })}
        </option>
      ))}
    </>
  )
}

/** The pages that come with the entity. */
function PageChoice({ draft, onChoose }: { draft: EntityDraft; onChoose: (pages: EntityPage[]) => void }) {
  const t = useTranslations('plan.newEntity')
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <legend className="mb-1.5 text-xs text-muted-foreground">{t('pages')}</legend>
      {pagesToOffer(draft.sharing).map((page) => (
        <label key={page} className="flex h-7 items-center gap-2 text-[13px]">
          <input
            type="checkbox"
            checked={draft.pages.includes(page)}
            onChange={({ target }) =>
              onChoose(target.checked ? [...draft.pages, page] : draft.pages.filter((one) => one !== page))
            }
            className="accent-foreground"
          />
          {t(`views.${page}`)}
        </label>
      ))}
    </fieldset>
  )
}
