import type { Step } from '../../../../spec/scenario'
import { fieldLabel } from '../../../../spec/names'

import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, planned, scene, type Stage, unproven } from './built'
import { isReadable } from './data'
import { seeAdded } from './doing'
import { addRow, type Row, whoAdds } from './rows'

/** Fields that must be otherwise than before. */

export function buildAltered({ one, field, how }: Extract<Wish, { what: 'altered' }>, stage: Stage): Built {
  const { model, texts } = stage
  const label = fieldLabel(field)
  const meaning =
    how === 'type'
      ? texts.altered.type(label, many(one), texts.types[field.type] ?? field.type)
      : texts.altered[how](label, many(one))
  const items = [entityItem(one), ...(how === 'optional' ? [] : [`field:${one.entity.table}.${field.column}`])]
  const kind = how === 'unique' ? 'rule' : 'data'
  const as = whoAdds(one)
  const row = as === null ? null : addRow(model, one, { as, fields: how === 'optional' ? [] : [field] })
  const seen = row === null ? null : seeAdded(one, row, stage)
  if (as === null || row === null || seen === null) return unproven(kind, meaning, texts.unprovable.long, items)
  const typed = row.steps.findIndex((step) => isTyping(step, label))
  const own = row.sees.get(field.column) ?? []
  const adds = scene(texts.title.adds(texts.people[as], one.names.label), [
    ...row.steps,
    ...seen,
    ...own.filter((step) => !seen.some((each) => JSON.stringify(each) === JSON.stringify(step))),
  ])
  if (how === 'optional')
    return typed === -1 ? planned(kind, meaning, items, [adds]) : unproven(kind, meaning, texts.unprovable.long, items)
  if (typed === -1 || (own.length === 0 && field !== one.title) || !isReadable(model, one, field))
    return unproven(kind, meaning, texts.unprovable.hidden, items)
  if (how === 'type') return planned(kind, meaning, items, [adds])
  const refused = texts.title.refused(texts.people[as], one.names.label)
  if (how === 'required') {
    const without: Step[] = [...row.steps.filter((_, at) => at !== typed), { do: 'refused' }]
    return planned(kind, meaning, items, [scene(refused, without), adds])
  }
  const twice = again(row, row.steps[typed]!, label)
  return planned(kind, meaning, items, [scene(refused, [...adds.steps, ...twice, { do: 'refused' }])])
}

const isTyping = (step: Step, label: string): boolean =>
  (step.do === 'fill' || step.do === 'choose' || step.do === 'tick') && step.label === label

/** Another row that has the same in one field, and other words everywhere else. */
const again = ({ steps }: Row, typed: Step, label: string): Step[] =>
  steps.map((step) =>
    step.do === 'fill' && !isTyping(step, label)
      ? { ...step, value: step.value.replaceAll('#', '#9') }
      : step === typed
        ? typed
        : step,
  )
