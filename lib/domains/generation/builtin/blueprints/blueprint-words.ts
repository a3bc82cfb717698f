import type { AppSpec } from '../../../spec/contract'
import { type Locale, plain } from '../../../spec/inflect'
import { type Blueprint, type BlueprintEntity, type BlueprintField, BLUEPRINTS, listed } from './blueprint'
import { lemmasOf } from './deed-verbs'
import { namesOf } from './design-words'

/** What people say of an application of this design, beside the names that its plan has. */
export type BlueprintWords = {
  /** Other names of its tables: `[table, names]`. */
  entities: readonly (readonly [table: string, names: readonly string[]])[]
  /** Other names of its fields: `[table, column, names]`. */
  fields: readonly (readonly [table: string, column: string, names: readonly string[]])[]
  /** The table that it is mainly about. */
  main: string | null
  /** What the application as a whole is called: a reading club, an appointment book. */
  titles: ReadonlySet<string>
  /** Whoever signs up, and whoever administers it. */
  people: ReadonlySet<string>
  staff: ReadonlySet<string>
  /** Whether it is a verb, in any form, that means something of its own. */
  isVerb(word: string): boolean
  /** What it means when it is done to rows of a table; undefined where it means nothing of its own. */
  deedOf(word: string, table: string): Deed | undefined
  /** The same by whole phrases. */
  phrases: ReadonlyMap<string, Deed>
}

/** A row is added to the table, or one of it gets a value. */
export type Deed = { table: string; sets: { column: string; value: string } | null }

const NOTHING: BlueprintWords = {
  entities: [],
  fields: [],
  main: null,
  titles: new Set(),
  people: new Set(),
  staff: new Set(),
  isVerb: () => false,
  deedOf: () => undefined,
  phrases: new Map(),
}

/** The words of the design that a plan began with; what has been renamed since is known by its new name as well. */
export function blueprintWords({ blueprint: slug, locale, entities, access }: AppSpec): BlueprintWords {
  const blueprint = slug === undefined ? undefined : BLUEPRINTS.get(slug)
  if (blueprint === undefined) return NOTHING
  const placed = placedIn(blueprint, locale, entities)
  const tables = new Map(placed.map(({ one, table }) => [one.en, table]))
  return {
    entities: placed.map(({ one, table }) => [table, namesOf(one, locale)] as const),
    fields: placed.flatMap(({ table, fields }) =>
      fields.map(({ known, column }) => [table, column, namesOf(known, locale)] as const),
    ),
    main: tables.get(mainOf(blueprint)) ?? null,
    titles: new Set([blueprint.name[locale], ...listed(blueprint.titles?.[locale])].map(plain)),
    people: new Set([...listed(blueprint.people?.[locale]), ...(isClosed(access) ? ALL : [])].map(plain)),
    staff: new Set(listed(blueprint.staff?.[locale]).map(plain)),
    ...deedsOf(blueprint, { locale, entities }, tables),
  }
}

/** What example rows have in a field, by `table.column`, where the design says so. */
export function blueprintSamples({
  blueprint: slug,
  locale,
  entities,
}: AppSpec): ReadonlyMap<string, readonly string[]> {
  const blueprint = slug === undefined ? undefined : BLUEPRINTS.get(slug)
  const placed = blueprint === undefined ? [] : placedIn(blueprint, locale, entities)
  return new Map(
    placed.flatMap(({ table, fields }) =>
      fields.flatMap(({ known, column }) =>
        known.samples === undefined ? [] : [[`${table}.${column}`, known.samples[locale]] as const],
      ),
    ),
  )
}

export type Placed = { one: BlueprintEntity; table: string; fields: { known: BlueprintField; column: string }[] }

/** What of a design a plan has, by its names. */
export const placedIn = (blueprint: Blueprint, locale: Locale, entities: AppSpec['entities']): Placed[] =>
  blueprint.entities.flatMap((one) => {
    const found = calledBy(one, locale, entities)
    const fields = one.fields.flatMap((known) => {
      const field = calledBy(known, locale, found?.fields ?? [])
      return field === undefined ? [] : [{ known, column: field.column }]
    })
    return found === undefined ? [] : [{ one, table: found.table, fields }]
  })

const calledBy = <T extends { name: string }>(
  known: Parameters<typeof namesOf>[0],
  locale: Locale,
  among: readonly T[],
): T | undefined => {
  const names = namesOf(known, locale)
  return among.find(({ name }) => names.includes(plain(name)))
}

/** Where nobody comes in without an account, everybody is who has one. */
const isClosed = (access: AppSpec['access']): boolean => access.every(({ allow }) => allow.anon === undefined)
const ALL = ['everybody', 'everyone', 'todos', 'todas', 'todo el mundo']

/** A design begins with what it is mainly about; what is there only where it is asked for may stand before that. */
const mainOf = ({ entities }: Blueprint): string =>
  (entities.find(({ optional }) => optional !== true) ?? entities[0]!).en

const entityOf = (blueprint: Blueprint, key: string): BlueprintEntity =>
  blueprint.entities.find(({ en }) => en === key)!

function deedsOf(
  blueprint: Blueprint,
  plan: Pick<AppSpec, 'locale' | 'entities'>,
  tables: ReadonlyMap<string, string>,
): Pick<BlueprintWords, 'isVerb' | 'deedOf' | 'phrases'> {
  const byVerb = new Map<string, Deed>()
  const verbs = new Set<string>()
  const phrases = new Map<string, Deed>()
  for (const one of blueprint.deeds) {
    const deed = deedIn(blueprint, one, plan, tables)
    const object = one.of === undefined ? undefined : tables.get(one.of)
    if (deed === null || (one.of !== undefined && object === undefined)) continue
    for (const words of listed(one[plan.locale]).map(plain)) {
      const known = object === undefined ? phrases : byVerb
      const key = object === undefined ? words : `${words} ${object}`
      if (object !== undefined) verbs.add(words)
      if (!known.has(key)) known.set(key, deed)
    }
  }
  const deedOf = (word: string, table: string): Deed | undefined =>
    lemmasOf(word).flatMap((lemma) => byVerb.get(`${lemma} ${table}`) ?? [])[0]
  return { isVerb: (word) => lemmasOf(word).some((lemma) => verbs.has(lemma)), deedOf, phrases }
}

/** Null where the plan has not what it is about any more. */
function deedIn(
  blueprint: Blueprint,
  { adds, sets }: Blueprint['deeds'][number],
  { locale, entities }: Pick<AppSpec, 'locale' | 'entities'>,
  tables: ReadonlyMap<string, string>,
): Deed | null {
  const table = tables.get(adds ?? sets?.in ?? '')
  if (table === undefined || sets === undefined) return table === undefined ? null : { table, sets: null }
  const known = entityOf(blueprint, sets.in).fields.find(({ en }) => en === sets.field)
  const value = known?.values?.[locale][known.values.en.indexOf(sets.to)]
  const fields = entities.find((entity) => entity.table === table)?.fields ?? []
  const field = known === undefined ? undefined : calledBy(known, locale, fields)
  return value === undefined || field?.values?.includes(value) !== true
    ? null
    : { table, sets: { column: field.column, value } }
}
