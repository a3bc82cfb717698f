import type { Step } from '../../../../spec/scenario'
import type { Field } from '../../../../spec/contract'
import { briefFields } from '../../frontend/entity/values'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel } from '../../frontend/model'
import { filterFields } from '../../frontend/views/list'
import type { Op } from '../language/verbs'
import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { addRow, type Row, whoAdds } from './rows'
import { shown } from './values'

/** Lists that are searched, filtered and sorted. */

/** @param fields by which; none means by whatever the list offers */
export function narrow(op: Op, one: EntityModel, fields: readonly Field[], stage: Stage): Built {
  const { texts } = stage
  const meaning = texts.narrows(texts.byDeed[op] ?? '', many(one), fields.map(fieldLabel))
  const items = [entityItem(one), ...fields.map((field) => `field:${one.entity.table}.${field.column}`)]
  const path = one.paths.list ?? one.paths.gallery
  if (path === undefined) return notBuilt('feature', meaning, texts.why.noPage(many(one)), items)
  const by = { search: bySearch, filter: byFilter, sort: bySort }[op as 'search' | 'filter' | 'sort']
  const wanted: (Field | null)[] = fields.length === 0 ? [op === 'search' ? one.title : null] : [...fields]
  const parts = wanted.map((field) => by(one, field, path, stage))
  const refused = parts.find((part): part is { why: string } => 'why' in part)
  if (refused !== undefined) return notBuilt('feature', meaning, refused.why, items)
  const open = parts.find((part): part is { unprovable: string } => 'unprovable' in part)
  if (open !== undefined) return unproven('feature', meaning, open.unprovable, items)
  const title = op === 'sort' ? texts.title.sorts(many(one)) : texts.title.finds(many(one))
  return planned(
    'feature',
    meaning,
    items,
    parts.flatMap((part) => ('steps' in part ? [scene(title, part.steps)] : [])).slice(0, 4),
  )
}

/** Every list that the generated pages have is shown in parts. */
export function buildPaged({ one }: Extract<Wish, { what: 'paged' }>, { texts }: Stage): Built {
  const meaning = texts.paged(many(one))
  return one.paths.list === undefined
    ? notBuilt('feature', meaning, texts.why.noPage(many(one)), [entityItem(one)])
    : unproven('feature', meaning, texts.unprovable.long, [entityItem(one)])
}

type Part = { steps: Step[] } | { why: string } | { unprovable: string }

/** Two rows, the second beside the first. */
function twoRows(
  one: EntityModel,
  stage: Stage,
  fields: readonly Field[],
  chosen: readonly [string, string][] | null,
): [Row, Row] | null {
  const as = whoAdds(one)
  if (as === null || as === 'visitor') return null
  const column = fields[0]?.column ?? ''
  const option = (at: 0 | 1) => (chosen === null ? {} : { chosen: new Map([[column, chosen[at]![1]]]) })
  const first = addRow(stage.model, one, { as, fields, ...option(0) })
  if (first === null || first.title === '') return null
  const second = addRow(stage.model, one, {
    as,
    values: first.values,
    fields: chosen === null ? fields : [],
    ...option(1),
  })
  return second === null ? null : [first, second]
}

function bySearch(one: EntityModel, field: Field | null, path: string, stage: Stage): Part {
  const { model, texts } = stage
  if (field === null) return { why: texts.why.noSearch(many(one)) }
  if (!['text', 'longtext', 'email'].includes(field.type)) return { why: texts.why.noSearch(fieldLabel(field)) }
  const rows = twoRows(one, stage, [field], null)
  if (rows === null) return { unprovable: texts.unprovable.long }
  const [first, second] = rows
  const typed = first.steps.find((step) => step.do === 'fill' && step.label === fieldLabel(field))
  if (typed?.do !== 'fill') return { unprovable: texts.unprovable.long }
  return {
    steps: [
      ...first.steps,
      ...second.steps,
      { do: 'visit', path },
      { do: 'fill', label: model.copy.searchIn(one.names.labelMany), value: typed.value },
      { do: 'press', button: model.copy.filter },
      { do: 'see', text: first.title },
      { do: 'not_see', text: second.title },
    ],
  }
}

function byFilter(one: EntityModel, wanted: Field | null, path: string, stage: Stage): Part {
  const { model, texts } = stage
  const page = model.pages.find((each) => each.path === path)!
  const offered = filterFields(one, page)
  const field = wanted ?? offered[0] ?? null
  if (field === null || !offered.includes(field))
    return { why: texts.why.noFilter(field === null ? many(one) : fieldLabel(field)) }
  const [a, b] = field.values ?? []
  const isEnum = field.type === 'enum'
  if (isEnum && (a === undefined || b === undefined)) return { unprovable: texts.unprovable.long }
  const chosen = isEnum
    ? (
        [
          ['', shown(a!)],
          ['', shown(b!)],
        ] as const
      ).map(([, value]) => [field.column, value] as [string, string])
    : null
  const rows = field.type === 'boolean' ? tickedAndNot(one, field, stage) : twoRows(one, stage, [field], chosen)
  if (rows === null) return { unprovable: texts.unprovable.long }
  const [first, second] = rows
  const own = first.steps.find((step) => step.do === 'choose' && step.label === fieldLabel(field))
  const option = field.type === 'boolean' ? model.copy.yes : own?.do === 'choose' ? own.option : null
  if (option === null) return { unprovable: texts.unprovable.long }
  return {
    steps: [
      ...first.steps,
      ...second.steps,
      { do: 'visit', path },
      { do: 'choose', label: fieldLabel(field), option },
      { do: 'press', button: model.copy.filter },
      { do: 'see', text: first.title },
      { do: 'not_see', text: second.title },
    ],
  }
}

function tickedAndNot(one: EntityModel, field: Field, stage: Stage): [Row, Row] | null {
  const as = whoAdds(one)
  if (as === null || as === 'visitor') return null
  const first = addRow(stage.model, one, { as, fields: [field] })
  const second = first === null ? null : addRow(stage.model, one, { as, values: first.values })
  return first === null || second === null || first.title === '' ? null : [first, second]
}

function bySort(one: EntityModel, wanted: Field | null, path: string, stage: Stage): Part {
  const { model, texts } = stage
  const isTable = one.image === null && model.look.rows === 'table'
  const sortable = [one.title, ...briefFields(one, isTable ? 5 : 4)].filter(
    (field): field is Field => field !== null && (isTable || field.type !== 'reference'),
  )
  const isNumber = (field: Field): boolean => ['integer', 'number', 'money'].includes(field.type)
  const field = wanted ?? sortable.find(isNumber) ?? sortable[0] ?? null
  if (field === null || !sortable.includes(field))
    return { why: texts.why.noSort(field === null ? many(one) : fieldLabel(field)) }
  if (!isNumber(field)) return { unprovable: texts.unprovable.order }
  const rows = twoRows(one, stage, [field], null)
  if (rows === null) return { unprovable: texts.unprovable.long }
  const [first, second] = rows
  const sort: Step[] = isTable
    ? [{ do: 'follow', link: fieldLabel(field) }]
    : [
        { do: 'choose', label: model.copy.sortBy, option: fieldLabel(field) },
        { do: 'choose', label: model.copy.order, option: model.copy.ascending },
        { do: 'press', button: model.copy.filter },
      ]
  // Added in this order they would stand the other way round: newest first.
  return {
    steps: [
      ...first.steps,
      ...second.steps,
      { do: 'visit', path },
      ...sort,
      { do: 'order', texts: [first.title, second.title] },
    ],
  }
}
