import type { AppSpec, Entity } from '../spec/contract'
import { isDark, type Seen, seen, shortName } from './seen'

/** What somebody's change to a plan tells about what they prefer. Pure: two plans in, nothing guessed. */

/** Views that stand for a kind of page of their own; the others follow from the entities of the plan. */
const CHOSEN_VIEWS = new Set([
  'dashboard',
  'board',
  'calendar',
  'leaderboard',
  'gallery',
  'chat',
  'report',
  'about',
  'contact',
])

/**
 * What differs between the plan as Devora made it and as its user left it: colours, language, pages taken out, names,
 * fields. An entity that is gone is about this application and teaches nothing, and neither does what went with it.
 */
export function readPlanChanges(before: AppSpec, after: AppSpec): Seen[] {
  return [
    ...themeChanges(before, after),
    ...languageChange(before, after),
    ...pageChanges(before, after),
    ...nameChanges(before, after),
  ]
}

function themeChanges(before: AppSpec, after: AppSpec): Seen[] {
  const [was, is] = [before.theme, after.theme]
  return [
    ...(isDark(was.background) === isDark(is.background) ? [] : [seen.scheme(is.background)]),
    ...(same(was.background, is.background) ? [] : [seen.background(is.background)]),
    ...(same(was.component, is.component) ? [] : [seen.component(is.component)]),
  ].filter((one) => one !== null)
}
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const languageChange = (before: AppSpec, after: AppSpec): Seen[] =>
  before.locale === after.locale ? [] : [seen.locale(after.locale)]

function pageChanges(before: AppSpec, after: AppSpec): Seen[] {
  const names = new Set(after.entities.map(({ name }) => name))
  const left = new Set(after.pages.map(({ view }) => view))
  const gone = before.pages.filter(
    ({ view, entity }) =>
      view !== undefined && CHOSEN_VIEWS.has(view) && !left.has(view) && (entity === undefined || names.has(entity)),
  )
  return [...new Set(gone.map(({ view }) => view!))].map((view) => seen.noPage(view))
}

function nameChanges(before: AppSpec, after: AppSpec): Seen[] {
  const pairs = before.entities.flatMap((was): [Entity, Entity][] => {
    const is = after.entities.find(({ table }) => table === was.table)
    return is === undefined ? [] : [[was, is]]
  })
  return unique([
    ...pairs.flatMap(([was, is]) => renamed(was.name, is.name)),
    ...pairs.flatMap(([was, is]) => fieldChanges(was, is)),
  ])
}

const renamed = (was: string, is: string): Seen[] =>
  was === is || shortName(was) === null || shortName(is) === null ? [] : [seen.name(shortName(was)!, shortName(is)!)]

function fieldChanges(was: Entity, is: Entity): Seen[] {
  const columns = (entity: Entity) =>
    new Map(entity.fields.filter(({ type }) => type !== 'reference').map((field) => [field.column, field]))
  const [old, now] = [columns(was), columns(is)]
  const added = [...now.values()].filter(({ column, name }) => !old.has(column) && shortName(name) !== null)
  const removed = [...old.values()].filter(({ column, name }) => !now.has(column) && shortName(name) !== null)
  return [
    ...[...old.values()].flatMap(({ column, name }) => (now.has(column) ? renamed(name, now.get(column)!.name) : [])),
    ...added.map(({ name, type }) => seen.field(shortName(name)!, type)),
    ...removed.map(({ name }) => seen.noField(shortName(name)!)),
  ]
}

/** Of what entities of one plan say about the same topic the last counts; opposite sayings cancel each other. */
function unique(all: Seen[]): Seen[] {
  const byTopic = Map.groupBy(all, ({ topic }) => topic)
  return [...byTopic.values()]
    .filter((group) => new Set(group.map(({ value }) => value)).size === 1)
    .map((group) => group[0]!)
}
