import { type AskKind, PlanItem } from '../../spec/asks'
import type { AppSpec, Entity } from '../../spec/contract'
import type { AskAnswer } from './asks-answer'
import { clip } from '../answers/clip'
import { type Fault, faultOf } from './fault'

/** Without these, nothing could be taken away to show that an ask of such a kind is missed. */
const NEEDED: Partial<Record<AskKind, RegExp>> = {
  data: /^(?:entity|field):/,
  access: /^access:/,
  page: /^(?:page|entity|name):/,
}

/** What of the plan an ask came to: only what the plan has, by the names that it has for it. */
export function completeItems(
  wish: AskAnswer,
  said: readonly string[],
  plan: AppSpec,
): { items: string[]; faults: Fault[] } {
  const found = said.map((raw) => ({ raw, item: itemOf(raw, plan) }))
  const items = [...new Set(found.flatMap(({ item }) => item ?? []))]
  const faults = found
    .filter(({ item }) => item === null)
    .map(({ raw }) => ({ rule: 'no-such-item', message: `“${clip(raw, 80)}” is nothing of the plan.` }))
  if (wish.state !== 'planned') return { items, faults }
  // Who may do what with a table is the access to it, however it was called.
  if (wish.kind === 'access')
    items.push(...items.flatMap((item) => /^entity:(.+)$/.exec(item)?.[1] ?? []).map((table) => `access:${table}`))
  const needed = NEEDED[wish.kind]
  if (needed === undefined || items.some((item) => needed.test(item))) return { items: [...new Set(items)], faults }
  return { items, faults: [...faults, faultOf('no-item', wish, `is of kind ${wish.kind} and names no such item`)] }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const entityOf = (name: string, { entities }: AppSpec): Entity | undefined =>
  entities.find(({ table }) => same(table, name)) ?? entities.find((one) => same(one.name, name))

function itemOf(raw: string, plan: AppSpec): string | null {
  const [, kind = '', rest = ''] = /^\s*([a-z]+)\s*:\s*(.*?)\s*$/i.exec(raw) ?? []
  const made = named(kind.toLowerCase(), rest, plan)
  return made !== null && PlanItem.safeParse(made).success ? made : null
}

function named(kind: string, name: string, plan: AppSpec): string | null {
  if (kind === 'entity' || kind === 'access') {
    const entity = entityOf(name, plan)
    return entity === undefined ? null : `${kind}:${entity.table}`
  }
  if (kind === 'field') {
    const dot = name.lastIndexOf('.')
    const entity = entityOf(name.slice(0, Math.max(0, dot)), plan)
    const field = entity?.fields.find(
      (one) => same(one.column, name.slice(dot + 1)) || same(one.name, name.slice(dot + 1)),
    )
    return entity === undefined || field === undefined ? null : `field:${entity.table}.${field.column}`
  }
  if (kind === 'page') return plan.pages.some(({ path }) => path === name) ? `page:${name}` : null
  if (kind === 'route') {
    const path = name.replace(/^[A-Z]+[ :]+/, '')
    return plan.routes.some((one) => one.path === path) ? `route:${path}` : null
  }
  if (kind === 'name') return 'name:'
  if (kind === 'locale') return `locale:${plan.locale}`
  return kind === 'theme' ? `theme:${name.replace(/\s+/g, '-').slice(0, 100)}` : null
}
