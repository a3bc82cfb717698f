import type { Step } from '../../../../spec/scenario'
import type { DaysRule, MostRule } from '../../../../spec/rules'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel } from '../../frontend/model'
import { formFields } from '../../frontend/entity/form'
import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, planned, scene, type Stage, unproven } from './built'
import { addRow, dayGiven, formPath, giving, type Person, type Row, whoAdds } from './rows'

/** What rows must keep to: somebody does what is allowed, and the next one is refused. */

type Limit = Extract<Wish, { what: 'limit' }>

/** More rows than these are no short scenario any more. */
const MOST_ROWS = 8

export function buildLimit({ one, rule }: Limit, stage: Stage): Built {
  const meaning = meaningOf(one, rule, stage)
  const steps = stepsFor(one, rule, stage)
  const items = [entityItem(one)]
  return steps === null
    ? unproven('rule', meaning, stage.texts.unprovable.long, items)
    : planned('rule', meaning, items, [
        scene(stage.texts.title.refused(stage.texts.people.ben, one.names.label), steps),
      ])
}

const fieldOf = (one: EntityModel, column: string) => one.entity.fields.find((field) => field.column === column)

/** What a row belongs to by a column; null for a person, or a value of its own. */
function parentBy(one: EntityModel, column: string): EntityModel | null {
  const target = one.references.find(({ field }) => field.column === column)?.target
  return target === undefined || target === 'person' ? null : target
}

function meaningOf(one: EntityModel, rule: Limit['rule'], { texts: { limit } }: Stage): string {
  const things = many(one)
  if (rule.rule === 'apart') return limit.taken(things)
  const labelOf = (of: EntityModel | null, column: string): string => {
    const field = of === null ? undefined : fieldOf(of, column)
    return field === undefined ? column : fieldLabel(field)
  }
  if (rule.rule === 'days') {
    const label = labelOf(one, rule.column)
    return rule.most === undefined ? limit.future(label) : limit.days(label, rule.most)
  }
  const parents = rule.per.map((column) => parentBy(one, column)).filter((parent) => parent !== null)
  const parent = parents[0]?.names.label ?? ''
  const isEach = rule.per.some((column) => column === one.owner)
  if (typeof rule.most === 'string') return limit.full(things, parent, labelOf(parents[0] ?? null, rule.most))
  if (isEach) return parents.length > 0 ? limit.both(rule.most, things, parent) : limit.each(rule.most, things)
  if (rule.most === 1 && parents.length < rule.per.length) return limit.taken(things)
  return rule.most === 1 && rule.where !== undefined
    ? limit.open(things, parent)
    : limit.under(rule.most, things, parent)
}

function stepsFor(one: EntityModel, rule: Limit['rule'], stage: Stage): Step[] | null {
  const as = whoAdds(one)
  if (as === null) return null
  if (rule.rule === 'days') return tooFar(one, rule, as, stage)
  return rule.rule === 'apart' ? sameMoment(one, as, stage) : oneTooMany(one, rule, as, stage)
}

/** Somebody fills what there is room for; one more is refused. */
function oneTooMany(one: EntityModel, rule: MostRule, as: Person, stage: Stage): Step[] | null {
  const parent = parentBy(one, rule.per[0]!)
  const room = typeof rule.most === 'string' && parent !== null ? giving(parent, { column: rule.most }, '1') : {}
  const count = typeof rule.most === 'number' ? rule.most : 1
  const row = count > MOST_ROWS ? null : addRow(stage.model, one, { as, ...room })
  if (row === null || row.steps.length + count * row.again.length > 50) return null
  const isOwn = rule.per.some((column) => column === one.owner)
  if (isOwn && row.lands === 'parent' && formFields(stage.model, one).length <= 1)
    return hiddenOnce(one, row, count, stage)
  const more = Array.from({ length: count - 1 }, () => row.again).flat()
  // A place that is somebody's is refused to everybody else; what each may have so often, to the one who has it.
  const next = isOwn ? row.again : asOther(one, row, as)
  return next === null ? null : [...row.steps, ...more, ...next, { do: 'refused' }]
}

/** A form without anything to fill in is one button, and not offered to whoever has pressed it. */
function hiddenOnce(one: EntityModel, row: Row, count: number, { model }: Stage): Step[] | null {
  if (count > 1) return null
  return [
    ...row.steps,
    { do: 'see', text: `${many(one)} (1)` },
    { do: 'not_see', text: model.copy.add(one.names.label) },
  ]
}

const sameMoment = (one: EntityModel, as: Person, { model }: Stage): Step[] | null => {
  const row = addRow(model, one, { as, fields: one.fields.filter(({ type }) => type === 'datetime') })
  const next = row === null ? null : asOther(one, row, as)
  return row === null || next === null ? null : [...row.steps, ...next, { do: 'refused' }]
}

/** The same, sent by somebody else. */
function asOther(one: EntityModel, row: Row, as: Person): Step[] | null {
  if (as !== 'ana') return row.again
  const path = formPath(one)
  if (path !== null) return [{ do: 'visit', as: 'ben', path }, ...row.again.slice(1)]
  return [{ do: 'note', name: 'full' }, { do: 'visit', as: 'ben', path: '/{full}' }, ...row.again]
}

/** The last day that is allowed, and the one after it. */
function tooFar(one: EntityModel, rule: DaysRule, as: Person, { model }: Stage): Step[] | null {
  const field = fieldOf(one, rule.column)
  if (field === undefined) return null
  const [last, beyond] = rule.most === undefined ? [rule.least ?? 0, (rule.least ?? 0) - 2] : [rule.most, rule.most + 2]
  const on = (days: number): Row | null => addRow(model, one, { as, ...giving(one, field, dayGiven(field, days)) })
  const [right, wrong] = [on(last), on(beyond)]
  if (right === null || wrong === null) return null
  const seen = right.title === '' ? right.known.slice(0, 1) : [{ do: 'see' as const, text: right.title }]
  return [...right.steps, ...seen, ...wrong.again, { do: 'refused' }]
}
