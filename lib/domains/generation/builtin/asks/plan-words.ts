import type { AppSpec, Field } from '../../../spec/contract'
import { type Locale, plain, pluralOf, singularOf } from '../../../spec/inflect'
import { VERBS } from '../architect/lexicon/grammar'
import { type BlueprintWords, blueprintWords, type Deed } from '../blueprints/blueprint-words'
import { FIELD_WORDS } from '../architect/lexicon/field-words'
import { LIMITING, NARROWING } from './language/word-lists'
import { fieldLabel } from '../../../spec/names'
import { type EntityModel, type Model, modelOf, type PageModel } from '../frontend/model'

/** The plan as a prompt can speak of it: what its things, fields and pages are called, in singular and plural. */
export type PlanWords = {
  model: Model
  /** By its own names, or by another one that the lexicon knows for the same. */
  entityCalled(phrase: string): EntityModel | undefined
  /** A name that several things have a field of. */
  fields: ReadonlyMap<string, readonly Named[]>
  pages: ReadonlyMap<string, PageModel>
  /** What its design adds. */
  design: BlueprintWords
  /** What an application of this design is mainly about. */
  main: EntityModel | null
  /** What is done by a verb to rows of a thing, or by a whole phrase, where the design says so. */
  deedOf(verb: string, one: EntityModel): PlannedDeed | null
  deedCalled(phrase: string): PlannedDeed | undefined
}
/** A row is added to the thing, or one of it gets a value. */
export type PlannedDeed = { one: EntityModel; set: { field: Field; value: string } | null }
export type Named = { one: EntityModel; field: Field; /** Called so in the plan itself. */ isName: boolean }

/** Names of more words are cut off by nobody. */
export const LONGEST_NAME = 5

const forms = (name: string): string[] => {
  const spelled = [name, name.replaceAll('_', ' ')].map((each) => each.toLowerCase().trim())
  const both = spelled.flatMap((each) =>
    (['en', 'es'] as const).flatMap((locale) => [each, singularOf(each, locale), pluralOf(each, locale)]),
  )
  return [...new Set(both.map(plain))].filter((each) => each !== '')
}

/** Things that are also called by what they are for. */
const ALSO: readonly [RegExp, readonly string[]][] = [
  [/^newsletter_subscribers$|^suscriptores/, ['newsletter', 'newsletters', 'boletin']],
  [/^faqs$|^preguntas_frecuentes$/, ['faq', 'faqs', 'frequently asked questions', 'preguntas frecuentes']],
]

/** In every form; a name that means another one already goes on meaning that. */
function nameEntity(names: Map<string, EntityModel>, name: string, one: EntityModel): void {
  for (const form of forms(name)) if (!names.has(form)) names.set(form, one)
}

function entityWords(entities: readonly EntityModel[]): Map<string, EntityModel> {
  const words = new Map<string, EntityModel>()
  const put = (name: string, one: EntityModel): void => nameEntity(words, name, one)
  for (const one of entities) put(one.entity.name, one)
  for (const one of entities) {
    put(one.entity.table, one)
    for (const [table, names] of ALSO) if (table.test(one.entity.table)) for (const name of names) put(name, one)
  }
  // What people show of themselves is called by many names; the table of it is Devora's own.
  words.delete('profile list')
  // "Two rooms", "Tuesdays": whatever the plan made of it, the words say how many and when.
  for (const name of words.keys()) if (name.split(' ').some((word) => isCounting(word, name))) words.delete(name)
  return words
}

const DAYS =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)$|^\d/
const isCounting = (word: string, name: string): boolean =>
  DAYS.test(word) ||
  (['en', 'es'] as const).some((locale) => LIMITING[locale].has(word) || (word !== name && NARROWING[locale].has(word)))

/** Other words for a field: those of the lexicon that mean the same. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  [...FIELD_WORDS.values()].flatMap((word) => {
    const names = [word.key, word.es, ...word.also]
    return [word.key, word.es].map((name) => [plain(name), names] as const)
  }),
)

/** In every form; several things may have a field of one name, and each field has it once. */
function nameField(words: Map<string, Named[]>, name: string, named: Named): void {
  for (const form of forms(name)) {
    const known = words.get(form) ?? []
    // What the plan itself calls it so outweighs that the word often means the same.
    const others = named.isName ? known.filter(({ field }) => field !== named.field) : known
    if (!others.some(({ field }) => field === named.field)) words.set(form, [...others, named])
  }
}

function fieldWords(entities: readonly EntityModel[]): Map<string, Named[]> {
  const words = new Map<string, Named[]>()
  for (const one of entities)
    for (const field of one.fields) {
      const own = [field.name, field.column.replace(/_id$/, ''), fieldLabel({ ...field, unit: undefined })]
      own.push(...own.flatMap(countedBy))
      const others = field.type === 'reference' ? [] : (SYNONYMS.get(plain(field.name)) ?? [])
      for (const [names, isName] of [
        [own, true],
        [others, false],
      ] as const)
        for (const name of names) nameField(words, name, { one, field, isName })
    }
  return words
}

/** "How many seeds" asks for the number of seeds. */
function countedBy(name: string): string[] {
  const counted = /^(?:number of|numero de|cantidad de) (.+)$/.exec(plain(name).replaceAll('_', ' '))?.[1]
  return counted === undefined ? [] : ['how many', 'cuantos', 'cuantas'].map((asked) => `${asked} ${counted}`)
}

/** Names of pages that the plan may have, by view. */
const PAGE_NAMES: Partial<Record<string, Record<Locale, string>>> = {
  home: {
    en: 'home,home page,homepage,front page,start page,landing page',
    es: 'inicio,portada,pagina de inicio,pagina principal',
  },
  dashboard: { en: 'dashboard,a dashboard', es: 'panel,panel de control,dashboard,tablero de control' },
  board: { en: 'board,kanban,kanban board', es: 'tablero,tablero kanban,kanban' },
  calendar: { en: 'calendar,calendar view', es: 'calendario,vista de calendario,agenda' },
  leaderboard: { en: 'leaderboard,leader board,ranking,rankings', es: 'clasificacion,ranking,tabla de posiciones' },
  gallery: { en: 'gallery,photo gallery', es: 'galeria,galeria de fotos' },
  report: { en: 'report,reports', es: 'informe,informes,reporte,reportes' },
  about: {
    en: 'about,about us,about page,about us page,about me',
    es: 'nosotros,quienes somos,sobre nosotros,sobre mi,acerca de',
  },
  contact: {
    en: 'contact,contact us,contact page,contact form,contact us page,contact us form,get in touch',
    es: 'contacto,pagina de contacto,formulario de contacto,contactanos',
  },
}

function pageWords(model: Model): Map<string, PageModel> {
  const words = new Map<string, PageModel>()
  for (const page of model.pages) {
    const names = PAGE_NAMES[page.view]
    if (names === undefined || page.path.includes('[')) continue
    for (const name of [...names.en.split(','), ...names.es.split(',')]) if (!words.has(name)) words.set(name, page)
  }
  return words
}

/** Names of pages of which the plan has none are known too: asked for, they are not built. */
export const PAGE_PHRASES: ReadonlySet<string> = new Set(
  Object.values(PAGE_NAMES).flatMap((names) => [...names!.en.split(','), ...names!.es.split(',')]),
)

/** @param before the plan before a change: names that it had for the same tables and columns are still understood */
export function planWords(spec: AppSpec, before?: AppSpec | null): PlanWords {
  const known = KNOWN.get(spec)
  if (known !== undefined && known.before === before) return known.words
  const words = wordsOf(spec, before)
  KNOWN.set(spec, { before, words })
  return words
}

/** Several prompts are read with the same plan. */
const KNOWN = new WeakMap<AppSpec, { before: AppSpec | null | undefined; words: PlanWords }>()

function wordsOf(spec: AppSpec, before: AppSpec | null | undefined): PlanWords {
  const model = modelOf(spec)
  const own = model.entities.filter((one) => one.entity.table !== 'profiles')
  const names = entityWords(own)
  const fields = fieldWords(own)
  if (before != null) learnNames(before, own, names, fields)
  const design = blueprintWords(spec)
  learnDesign(design, own, names, fields)
  const planned = (deed: Deed | undefined): PlannedDeed | undefined => {
    const one = own.find(({ entity }) => entity.table === deed?.table)
    const field = one?.fields.find(({ column }) => column === deed?.sets?.column)
    return one && { one, set: field && deed?.sets ? { field, value: deed.sets.value } : null }
  }
  return {
    model,
    entityCalled: callerOf(names, fields, spec.locale),
    fields,
    pages: pageWords(model),
    design,
    main: own.find(({ entity }) => entity.table === design.main) ?? null,
    deedOf: (verb, one) => planned(design.deedOf(verb.split(' ')[0]!, one.entity.table)) ?? null,
    deedCalled: (phrase) => planned(design.phrases.get(phrase)),
  }
}

/** A word that the plan has for something means that. */
function learnDesign(
  design: BlueprintWords,
  own: readonly EntityModel[],
  names: Map<string, EntityModel>,
  fields: Map<string, Named[]>,
): void {
  const tableOf = (table: string): EntityModel => own.find((each) => each.entity.table === table)!
  for (const [table, said] of design.entities) for (const name of said) nameEntity(names, name, tableOf(table))
  for (const [table, column, said] of design.fields) {
    const one = tableOf(table)
    const field = one.fields.find((each) => each.column === column)!
    for (const name of said) nameField(fields, name, { one, field, isName: true })
  }
}

function learnNames(
  before: AppSpec,
  own: readonly EntityModel[],
  names: Map<string, EntityModel>,
  fields: Map<string, Named[]>,
): void {
  for (const entity of before.entities) {
    const one = own.find((each) => each.entity.table === entity.table)
    if (one === undefined) continue
    nameEntity(names, entity.name, one)
    for (const { name, column } of entity.fields) {
      const field = one.fields.find((each) => each.column === column)
      if (field === undefined || field.name === name) continue
      for (const form of forms(name)) fields.set(form, [...(fields.get(form) ?? []), { one, field, isName: true }])
    }
  }
}

/**
 * By its name, or by what it is at its core: "hive" for what the plan calls a beehive, "contests" for its trivia
 * contests. Looked up once for each phrase.
 */
function callerOf(
  names: ReadonlyMap<string, EntityModel>,
  fields: ReadonlyMap<string, unknown>,
  locale: Locale,
): PlanWords['entityCalled'] {
  const known = new Map<string, EntityModel | undefined>(names)
  const all = [...names]
  const byCore = (phrase: string): EntityModel | undefined => {
    if (!/^[a-z]{4,}$/.test(phrase) || isCounting(phrase, phrase) || VERBS.has(phrase) || fields.has(phrase))
      return undefined
    const isCore = (name: string): boolean =>
      locale === 'es'
        ? name.startsWith(`${phrase} `)
        : name.endsWith(` ${phrase}`) || (!name.includes(' ') && name.endsWith(phrase))
    const found = new Set(all.filter(([name]) => isCore(name)).map(([, one]) => one))
    return found.size === 1 ? [...found][0] : undefined
  }
  return (phrase) => {
    if (!known.has(phrase)) known.set(phrase, byCore(phrase))
    return known.get(phrase)
  }
}
