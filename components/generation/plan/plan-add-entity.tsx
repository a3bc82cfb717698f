'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
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
/** `plural` is null as long as the language makes it of the name. */
type EntityDraft = FieldDraft & { name: string; plural: string | null; sharing: Sharing; pages: EntityPage[] }

const SHARINGS = ['public', 'members', 'private', 'catalogue', 'inbox'] as const

const entityOf = (spec: AppSpec, draft: EntityDraft): NewEntity => ({
  name: draft.name,
  plural: draft.plural ?? pluralFor(spec, draft.name),
  sharing: draft.sharing,
  field: newFieldOf(draft),
  pages: draft.pages,
})

/** Below the entities: one that the plan does not have, with its pages. */
export function PlanAddEntity({ spec, onEdit }: PlanAddEntityProps) {
  const t = useTranslations('plan.newThing')
  return <PlanAdder label={t('add')}>{(close) => <EntityForm spec={spec} onEdit={onEdit} onClose={close} />}</PlanAdder>
}

function EntityForm({ spec, onEdit, onClose }: PlanAddEntityProps & { onClose: () => void }) {
  const t = useTranslations('plan.newThing')
  const id = useId()
  const sharing = usualSharing(spec)
  const { register, control, submit, watch, setValue, reason, described } = usePlanForm<EntityDraft>({
    defaults: {
      ...EMPTY_FIELD,
      field: pageTexts(spec.locale).name,
      required: true,
      name: '',
      plural: null,
      sharing,
      pages: [...usualPages(sharing)],
    },
    refuse: (draft) => refuseEntity(spec, entityOf(spec, draft)),
    onAdd: (draft) => {
      const said = { name: draft.name.trim().toLowerCase(), count: draft.pages.length }
      onEdit((now) => addEntity(now, entityOf(now, draft)), t('added', said))
      onClose()
    },
  })
  const draft = watch()
  return (
    <PlanForm
      label={t('form')}
      submitLabel={t('submit')}
      noteId={`${id}-note`}
      reason={reason}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <PlanTextLine
          label={t('name')}
          {...register('name')}
          {...described('name', `${id}-note`)}
          id={`${id}-name`}
          placeholder={t('namePlaceholder')}
          maxLength={40}
        />
        <PlanDerivedLine
          label={t('plural')}
          control={control}
          name="plural"
          {...described('plural', `${id}-note`)}
          id={`${id}-plural`}
          placeholder={t('pluralPlaceholder')}
          value={entityOf(spec, draft).plural}
          maxLength={40}
        />
        <PlanFormLine label={t('sharing')} id={`${id}-sharing`}>
          <select
            {...register('sharing', {
              onChange: (event: { target: { value: Sharing } }) =>
                setValue('pages', [...usualPages(event.target.value)]),
            })}
            id={`${id}-sharing`}
            className={SELECT}
          >
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
          </select>
        </PlanFormLine>
        <PlanFormLine label={t('field')} id={null}>
          <PlanFieldInputs
            type={draft.type}
            register={register}
            described={(place) => described(place, `${id}-note`)}
          />
        </PlanFormLine>
      </div>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <legend className="mb-1.5 text-xs text-muted-foreground">{t('pages')}</legend>
        {pagesToOffer(draft.sharing).map((page) => (
          <label key={page} className="flex h-7 items-center gap-2 text-[13px]">
            <input
              type="checkbox"
              checked={draft.pages.includes(page)}
              onChange={(event) =>
                setValue(
                  'pages',
                  event.target.checked ? [...draft.pages, page] : draft.pages.filter((one) => one !== page),
                )
              }
              className="accent-foreground"
            />
            {t(`views.${page}`)}
          </label>
        ))}
      </fieldset>
    </PlanForm>
  )
}
