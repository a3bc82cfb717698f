import type { Step } from '../../../../spec/scenario'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, listPath } from '../../frontend/model'
import { exportAddress } from '../../frontend/views/list'
import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { addRow, dayGiven, giving, type Row, whoAdds } from './rows'

/** How rows are listed and marked: two of them, added so that what is asked shows. */

type Listed = Extract<Wish, { what: 'order' }>
type Marked = Extract<Wish, { what: 'late' }>

export function buildOrder({ one, order }: Listed, stage: Stage): Built {
  const { texts } = stage
  const field = one.fields.find(({ column }) => column === order.column)
  const label = field === undefined ? stage.model.copy.newestFirst : fieldLabel(field)
  const meaning = texts.ordered(many(one), label, order.descending)
  const items = [entityItem(one)]
  const path = listPath(one)
  if (path === null) return notBuilt('feature', meaning, texts.why.noPage(many(one)), items)
  const rows = twoIn(one, order, stage)
  if (rows === null) return unproven('feature', meaning, texts.unprovable.order, items)
  const [first, second] = rows
  // Of two in the usual order the later one comes first: they are added so that the wanted one is the other.
  const isByAge = order.column === 'created_at' && order.descending
  const shown = isByAge ? [second.title, first.title] : [first.title, second.title]
  const steps: Step[] = [...first.steps, ...second.steps, { do: 'visit', path }, { do: 'order', texts: shown }]
  return planned('feature', meaning, items, [scene(texts.title.sorts(many(one)), steps)])
}

function twoIn(one: EntityModel, { column, descending }: Listed['order'], { model }: Stage): [Row, Row] | null {
  const field = one.fields.find((each) => each.column === column)
  const valueOf = (isFirst: boolean): string | null => {
    if (field === undefined) return ''
    const isLow = isFirst !== descending
    if (field.type === 'date' || field.type === 'datetime') return dayGiven(field, isLow ? 2 : 9)
    if (['integer', 'number', 'money'].includes(field.type)) return isLow ? '3' : '8'
    // A made-up word is another one each time: only what stands before it can be foretold.
    return field === one.title ? `${isLow ? 'Aa' : 'Zz'} #${isFirst ? 1 : 2}` : null
  }
  const as = whoAdds(one)
  const [low, high] = [valueOf(true), valueOf(false)]
  if (as === null || low === null || high === null) return null
  const given = (value: string) => (field === undefined ? {} : giving(one, field, value))
  const first = addRow(model, one, { as, ...given(low) })
  const second = first === null ? null : addRow(model, one, { as, values: first.values, ...given(high) })
  if (first === null || second === null) return null
  const rows: [Row, Row] =
    field === one.title
      ? [
          { ...first, title: low },
          { ...second, title: high },
        ]
      : [first, second]
  return rows.some(({ title }) => title === '') ? null : rows
}

export function buildLate({ one, late }: Marked, stage: Stage): Built {
  const { model, texts } = stage
  const meaning = texts.late(many(one))
  const items = [entityItem(one), `field:${one.entity.table}.${late.column}`]
  const field = one.fields.find(({ column }) => column === late.column)
  const as = whoAdds(one)
  const on = (days: number, row?: Row): Row | null =>
    field === undefined || as === null
      ? null
      : addRow(model, one, {
          as,
          ...(row && { values: row.values }),
          ...giving(one, field, dayGiven(field, days)),
        })
  const over = on(-1)
  const open = over === null ? null : on(9, over)
  if (over === null || open === null || over.lands !== 'detail')
    return unproven('computed', meaning, texts.unprovable.long, items)
  const mark = model.copy.late
  const steps: Step[] = [...over.steps, { do: 'see', text: mark }, ...open.steps, { do: 'not_see', text: mark }]
  return planned('computed', meaning, items, [scene(texts.title.shows(mark), steps)])
}

/** A row that is there stands in the file. */
export function buildExport({ one }: Extract<Wish, { what: 'export' }>, { model, texts }: Stage): Built {
  const meaning = texts.exported(many(one))
  const items = [entityItem(one), `route:${exportAddress(one)}`]
  const as = whoAdds(one)
  const row = as === null ? null : addRow(model, one, { as })
  const path = listPath(one)
  if (row === null || path === null || row.title === '')
    return unproven('export', meaning, texts.unprovable.long, items)
  const steps: Step[] = [
    ...row.steps,
    { do: 'visit', path },
    { do: 'download', from: model.copy.downloadCsv, text: row.title },
  ]
  return planned('export', meaning, items, [scene(texts.title.shows(model.copy.downloadCsv), steps)])
}
