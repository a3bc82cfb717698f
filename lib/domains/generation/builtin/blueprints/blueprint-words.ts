import type { AppSpec } from '../../../spec/contract'
import { plain, type Locale } from '../../../spec/inflect'
import { VERBS } from '../architect/lexicon/grammar'
import { type Blueprint, type BlueprintEntity, BLUEPRINTS, listed } from './blueprint'
import { namesOf } from './match-blueprint'

/** What people say of an application of this design, beside the names that its plan has. */
export type BlueprintWords = {
  /** Other names of its tables: `[table, names]`. */
  entities: readonly (readonly [table: string, names: readonly string[]])[]
  /** Other names of its fields: `[table, column, names]`. */
  fields: readonly (readonly [table: string, column: string, names: readonly string[]])[]
  /** What the application as a whole is called: a reading club, an appointment book. */
  titles: ReadonlySet<string>
  /** Whoever signs up, and whoever administers it. */
  people: ReadonlySet<string>
  staff: ReadonlySet<string>
  /** Whether it is a verb, in any form, that means something of its own. */
  isVerb(word: string): boolean
  /** Table of what is added by doing it to rows of another one; undefined where it means nothing of its own. */
  addedBy(word: string, table: string): string | undefined
  /** Tables of what is added, by whole phrases. */
  phrases: ReadonlyMap<string, string>
}

const NOTHING: BlueprintWords = {
  entities: [],
  fields: [],
  titles: new Set(),
  people: new Set(),
  staff: new Set(),
  isVerb: () => false,
  addedBy: () => undefined,
  phrases: new Map(),
}

/** The words of the design that a plan began with; what has been renamed since is known by its new name as well. */
export function blueprintWords({ blueprint: slug, locale, entities }: AppSpec): BlueprintWords {
  const blueprint = slug === undefined ? undefined : BLUEPRINTS.get(slug)
  if (blueprint === undefined) return NOTHING
  const tables = new Map<string, string>()
  const fields: [string, string, readonly string[]][] = []
  for (const one of blueprint.entities) {
    const found = entities.find(({ name }) => namesOf(one, locale).includes(plain(name)))
    if (found === undefined) continue
    tables.set(one.en, found.table)
    for (const known of one.fields) {
      const names = namesOf(known, locale)
      const field = found.fields.find(({ name }) => names.includes(plain(name)))
      if (field !== undefined) fields.push([found.table, field.column, names])
    }
  }
  return {
    entities: [...tables].map(([key, table]) => [table, namesOf(entityOf(blueprint, key), locale)] as const),
    fields,
    titles: new Set([blueprint.name[locale], ...listed(blueprint.titles?.[locale])].map(plain)),
    people: new Set(listed(blueprint.people?.[locale]).map(plain)),
    staff: new Set(listed(blueprint.staff?.[locale]).map(plain)),
    ...deedsOf(blueprint, locale, tables),
  }
}

const entityOf = (blueprint: Blueprint, key: string): BlueprintEntity =>
  blueprint.entities.find(({ en }) => en === key)!

function deedsOf(
  { deeds }: Blueprint,
  locale: Locale,
  tables: ReadonlyMap<string, string>,
): Pick<BlueprintWords, 'isVerb' | 'addedBy' | 'phrases'> {
  const added = new Map<string, string>()
  const verbs = new Set<string>()
  const phrases = new Map<string, string>()
  for (const { of, adds, ...said } of deeds) {
    const target = tables.get(adds)
    const object = of === undefined ? undefined : tables.get(of)
    if (target === undefined || (of !== undefined && object === undefined)) continue
    for (const words of listed(said[locale]).map(plain)) {
      if (object === undefined) {
        phrases.set(words, target)
        continue
      }
      verbs.add(words)
      const key = `${words} ${object}`
      if (!added.has(key)) added.set(key, target)
    }
  }
  const addedBy = (word: string, table: string): string | undefined =>
    lemmasOf(word).flatMap((lemma) => added.get(`${lemma} ${table}`) ?? [])[0]
  return { isVerb: (word) => lemmasOf(word).some((lemma) => verbs.has(lemma)), addedBy, phrases }
}

/** What the lemma of a verb may be that has this form: "backs" → back, "apoya", "apoyan" → apoyar. */
export function lemmasOf(word: string): string[] {
  const known = VERBS.get(word)?.lemma
  const stem = /^([a-z]{3,}?)[ae]n?$/.exec(word)?.[1]
  return [
    ...(known === undefined ? [] : [plain(known)]),
    word.replace(/(?<=[a-z]{3})s$/, ''),
    ...(stem === undefined ? [] : [`${stem}ar`, `${stem}er`, `${stem}ir`]),
  ]
}
