import type { Step } from '../../../../spec/scenario'
import { fieldLabel } from '../../../../spec/names'

import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { editorOf, openedBy, personOf, seeState } from './doing'
import { addRow, mayMembers, type Person } from './rows'
import { shown } from './values'

/** Somebody gives a field of a row another value: approves a request, marks an invoice as paid. */
export function buildSetting(wish: Extract<Wish, { what: 'set' }>, stage: Stage): Built {
  const { model, texts } = stage
  const { one, field, value } = wish
  const found = personOf(wish.who, stage)
  const who = found === null ? null : editorOf(one, found)
  const meaning = texts.sets(who === null ? wish.who!.noun : texts.who[who.as], fieldLabel(field), shown(value))
  const items = [entityItem(one), `field:${one.entity.table}.${field.column}`]
  if (who === null) return notBuilt('feature', meaning, texts.why.roles(wish.who!.noun))
  const { as, may } = who
  if (!may) return notBuilt('feature', meaning, texts.why.may(texts.who[as], texts.op.edit, many(one)), items)
  const adder: Person = mayMembers(one, 'insert') ? 'ana' : as
  const row = addRow(model, one, { as: adder })
  if (row === null || row.lands !== 'detail') return unproven('feature', meaning, texts.unprovable.long, items)
  // Beside its label: the word may stand elsewhere on the page as well. A state is drawn without one.
  const isState = one.state === field
  const labelled = isState ? {} : { beside: fieldLabel(field) }
  const before: Step[] = isState ? [] : [{ do: 'not_see', text: shown(value), ...labelled }]
  const told = isState ? seeState(one, row, as, stage, shown(value)) : null
  const steps: Step[] = [
    ...row.steps,
    ...(adder === as ? [] : openedBy(as)),
    ...before,
    { do: 'follow', link: model.copy.edit },
    { do: 'choose', label: fieldLabel(field), option: shown(value) },
    { do: 'press', button: model.copy.save },
    ...(told ?? [{ do: 'see' as const, text: shown(value), ...labelled }]),
  ]
  return planned('feature', meaning, items, [scene(texts.title.changes(texts.people[as], one.names.label), steps)])
}
