import type { AppSpec, Entity, Field } from '../../../../spec/contract'
import { type Locale, plain, pluralOf, singularOf } from '../../../../spec/inflect'
import { type Adjustment, adjustmentsIn, isSo } from '../../architect/adjust-field'
import { changePlan } from '../../architect/change-plan'
import { ADVERBS, FUNCTION_WORDS, LIMITING, PLAIN_ADJECTIVES, SOFTWARE, TALK, wordSet } from '../language/word-lists'
import type { PlanWords } from '../plan-words'
import type { Sentence, Token } from './tokens'
import type { Alteration, Draft } from './wish'
import { NOT, ONLY } from './word-roles'

/*
 * Sentences that change a plan, read by what they do: alone, each is held against the plan before. What it adds or takes
 * out is what it asks for; a word that neither orders nor names any of that was not understood.
 */

/** What orders a change, and what fields and things are called when one speaks of a plan. */
const ORDERS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`add adding include insert put give remove removing delete drop rid take away out get call name rename change
    make set mark turn convert require must should be is are belongs belong belonging each every
    please can could would want need like field fields column columns attribute attributes property number text date
    entity table section new page pages list into`),
  es: wordSet(`agrega agregar anade anadir incluye incluir pon poner dale quita quitar elimina eliminar borra borrar
    saca sacar llama llamalo llamala llamar renombra renombrar cambia cambiar nombre favor quiero quisiera necesito puedes podrias campo campos columna
    haz haga hacer marca convierte debe deben ser sea sean es son pertenece pertenecen cada
    columnas atributo propiedad numero texto fecha tabla seccion nuevo nueva pagina paginas lista`),
}

type Effect = {
  added: { entity: Entity; field: Field }[]
  removed: { entity: Entity; field: Field }[]
  entities: Entity[]
  gone: Entity[]
  /** Must be otherwise now. */
  altered: { entity: Entity; field: Field; how: Alteration }[]
  /** Under another name now: the thing before, and after. */
  renamed: { was: Entity; entity: Entity }[]
  /** What the application is called now; null: as before. */
  name: string | null
}

/** What a sentence says to whom it is said: the plan before, and the plan as it is now. */
export type ChangeReader = { before: AppSpec; now: AppSpec; words: PlanWords; locale: Locale }

/** More sentences than these are held against the plan one by one by nobody. */
const MOST_CHANGES = 40

/** Reads the sentences of one prompt; null: this one changes nothing that is known here. */
export function changeReader(reader: ChangeReader): (sentence: Sentence, text: string) => Change | null {
  let left = MOST_CHANGES
  return (sentence, text) => (left-- > 0 ? readChange(sentence, text, reader) : null)
}

export type Change = { drafts: Draft[]; unknown: Token[] }

function readChange({ tokens }: Sentence, text: string, reader: ChangeReader): Change | null {
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (first === undefined || last === undefined) return null
  const said = text.slice(first.from, last.to)
  const effect = held(effectOf(reader.before, changePlan(reader.before, said)), reader.now)
  // What is that way already is what was asked for, too.
  const isKnown = ({ entity, field }: Adjustment): boolean =>
    effect.altered.some((one) => one.entity.table === entity.table && one.field.column === field.column)
  effect.altered.push(...adjustmentsIn(reader.now, said).filter((one) => isSo(one) && !isKnown(one)))
  const spoken = tokens.filter((token) => token.isWord)
  const wishes = wishesOf(effect, reader.words, new Set(spoken.map(({ word }) => word)))
  if (wishes.length === 0) return null
  const orders = spoken.filter(({ word }) => ORDERS[reader.locale].has(word))
  // Each wish has the words that name it; the first one also those that order. What no word names is no wish.
  const drafts = wishes
    .map(({ wish, names }) => ({ wish, tokens: spoken.filter((one) => names.has(one.word) && !orders.includes(one)) }))
    .filter(({ tokens: own }) => own.length > 0)
    .map((draft, at): Draft => (at > 0 ? draft : { ...draft, tokens: [...orders, ...draft.tokens].sort(byPlace) }))
  if (drafts.length === 0) return null
  const taken = new Set(drafts.flatMap((draft) => draft.tokens))
  const rest = spoken.filter((token) => !taken.has(token) && !FUNCTION_WORDS[reader.locale].has(token.word))
  // What limits the change limits what was done: then nobody can say that it is what was asked.
  if (rest.some(({ word }) => LIMITING[reader.locale].has(word) || ONLY.has(word) || NOT.has(word))) return null
  const doubted = new Set(partsOf(tokens).flatMap((part) => doubtedIn(part, taken, rest, reader.locale)))
  const isWhole = (draft: Draft): boolean =>
    draft.tokens.length > 0 && !draft.tokens.some((token) => doubted.has(token))
  const kept = drafts.filter(isWhole)
  if (kept.length === 0) return null
  const owned = new Set(kept.flatMap((draft) => draft.tokens))
  return {
    drafts: kept,
    unknown: spoken.filter((token) => !owned.has(token) && !FUNCTION_WORDS[reader.locale].has(token.word)),
  }
}

const JOINTS = new Set(['and', 'or', 'but', 'then', 'y', 'e', 'o', 'u', 'pero', 'luego'])

/** Between signs and conjunctions: what stands together says one thing. */
function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens)
    if (!token.isWord || JOINTS.has(token.word)) parts.push([])
    else parts.at(-1)!.push(token)
  return parts
}

/** A word that is not known says something else of what it stands with: "add comments by carrier pigeon". */
function doubtedIn(part: readonly Token[], taken: ReadonlySet<Token>, rest: readonly Token[], locale: Locale): Token[] {
  const isPlain = ({ word }: Token): boolean =>
    TALK[locale].has(word) ||
    SOFTWARE[locale].has(word) ||
    ADVERBS[locale].has(word) ||
    PLAIN_ADJECTIVES[locale].has(word)
  const isDoubtful = part.some((token) => rest.includes(token) && !isPlain(token))
  return isDoubtful ? part.filter((token) => taken.has(token)) : []
}

const byPlace = (a: Token, b: Token): number => a.from - b.from

function effectOf(before: AppSpec, after: AppSpec): Effect {
  const of = (spec: AppSpec, table: string): Entity | undefined => spec.entities.find((one) => one.table === table)
  const beyond = (one: AppSpec, other: AppSpec): { entity: Entity; field: Field }[] =>
    one.entities.flatMap((entity) => {
      const known = of(other, entity.table)
      return known === undefined
        ? []
        : entity.fields
            .filter((field) => !known.fields.some(({ column }) => column === field.column))
            .map((field) => ({ entity, field }))
    })
  return {
    added: beyond(after, before),
    removed: beyond(before, after),
    entities: after.entities.filter(({ table }) => of(before, table) === undefined),
    gone: before.entities.filter(({ table }) => of(after, table) === undefined),
    altered: after.entities.flatMap((entity) => {
      const was = of(before, entity.table)
      return entity.fields.flatMap((field) => {
        const how = alterationOf(
          was?.fields.find(({ column }) => column === field.column),
          field,
        )
        return how === null ? [] : [{ entity, field, how }]
      })
    }),
    renamed: before.entities.flatMap((was) => {
      const entity = of(after, was.table)
      return entity === undefined || entity.name === was.name ? [] : [{ was, entity }]
    }),
    name: after.name === before.name ? null : after.name,
  }
}

function alterationOf(was: Field | undefined, is: Field): Alteration | null {
  if (was === undefined) return null
  if (was.type !== is.type) return 'type'
  if ((was.required === true) !== (is.required === true)) return is.required === true ? 'required' : 'optional'
  return is.unique === true && was.unique !== true ? 'unique' : null
}

const isAlike = (a: Field, b: Field): boolean =>
  a.column === b.column &&
  a.type === b.type &&
  (a.required === true) === (b.required === true) &&
  (a.unique === true) === (b.unique === true)

/** As much of it as the plan holds in the end: another sentence may have undone it. */
function held({ added, removed, entities, gone, altered, renamed, name }: Effect, now: AppSpec): Effect {
  const has = (table: string, column?: string): boolean =>
    now.entities.some(
      (one) => one.table === table && (column === undefined || one.fields.some((field) => field.column === column)),
    )
  return {
    added: added.filter(({ entity, field }) => has(entity.table, field.column)),
    removed: removed.filter(({ entity, field }) => has(entity.table) && !has(entity.table, field.column)),
    entities: entities.filter(({ table }) => has(table)),
    gone: gone.filter(({ table }) => !has(table)),
    altered: altered.filter(({ entity, field }) =>
      now.entities.some(({ table, fields }) => table === entity.table && fields.some((one) => isAlike(one, field))),
    ),
    renamed: renamed.filter(({ entity }) =>
      now.entities.some(({ table, name: named }) => table === entity.table && named === entity.name),
    ),
    name: name === now.name ? name : null,
  }
}

/** @param said the words of the sentence */
function wishesOf(
  effect: Effect,
  words: PlanWords,
  said: ReadonlySet<string>,
): { wish: Draft['wish']; names: ReadonlySet<string> }[] {
  const { model } = words
  const modelOf = (table: string) => model.entities.find(({ entity }) => entity.table === table)
  const hosts = Map.groupBy(effect.added, ({ entity }) => entity.table)
  const data = [...hosts].flatMap(([table, some]) => {
    const one = modelOf(table)
    const fields = one?.fields.filter(({ column }) => some.some(({ field }) => field.column === column)) ?? []
    if (one === undefined || fields.length === 0) return []
    const values = fields.flatMap((field) => field.values ?? [])
    const names = wordsIn([
      ...fields.flatMap(namesOfField),
      ...namesOf(one.entity),
      ...alsoCalled(fields, words),
      ...values,
    ])
    return [{ wish: { what: 'data' as const, one, fields, children: [] }, names }]
  })
  const things = effect.entities.flatMap((entity) => {
    const one = modelOf(entity.table)
    if (one === undefined) return []
    const fields = one.fields.filter(({ type }) => type !== 'reference')
    // Of its fields those that the sentence names; the others come with such a thing.
    const named = fields.filter((field) => [...wordsIn(namesOfField(field))].some((word) => said.has(word)))
    const isSaid = (name: string): boolean => [...wordsIn([name])].some((word) => said.has(word))
    // "Add comments to recipes": what they belong to is said as well.
    const parent = one.references
      .map(({ target }) => target)
      .find((target) => target !== 'person' && namesOf(target.entity).some(isSaid))
    const above = parent === undefined || parent === 'person' ? null : parent
    const names = wordsIn([
      ...namesOf(entity),
      ...named.flatMap(namesOfField),
      ...(above === null ? [] : namesOf(above.entity)),
    ])
    const wish: Draft['wish'] =
      above === null || named.length > 0
        ? { what: 'data', one, fields: named, children: [] }
        : { what: 'under', one, parent: above }
    return [{ wish, names }]
  })
  const lost = effect.removed.map(({ entity, field }) => ({
    wish: { what: 'gone' as const, name: field.name, one: modelOf(entity.table) ?? null },
    names: wordsIn([...namesOfField(field), ...namesOf(entity)]),
  }))
  const gone = effect.gone.map((entity) => ({
    wish: { what: 'gone' as const, name: pluralOf(entity.name, model.spec.locale), one: null },
    names: wordsIn(namesOf(entity)),
  }))
  const renamed = effect.renamed.flatMap(({ was, entity }) => {
    const one = modelOf(entity.table)
    const names = wordsIn([...namesOf(was), ...namesOf(entity)])
    return one === undefined ? [] : [{ wish: { what: 'renamed' as const, one }, names }]
  })
  const altered = effect.altered.flatMap(({ entity, field, how }) => {
    const one = modelOf(entity.table)
    const own = one?.fields.find(({ column }) => column === field.column)
    const names = wordsIn([...namesOfField(field), ...namesOf(entity), ...HOW[how]])
    return one === undefined || own === undefined
      ? []
      : [{ wish: { what: 'altered' as const, one, field: own, how }, names }]
  })
  const called = effect.name === null ? [] : [{ wish: { what: 'name' as const }, names: wordsIn([effect.name]) }]
  return [...data, ...things, ...lost, ...gone, ...altered, ...renamed, ...called]
}

/** Words that say what a field must be. */
const HOW: Record<Alteration, string[]> = {
  required: `required mandatory compulsory obligatorio obligatoria obligatorios obligatorias requerido requerida
    necesario necesaria`.split(/\s+/),
  optional: 'optional opcional opcionales not no required mandatory longer obligatorio obligatoria'.split(' '),
  unique: 'unique unico unica unicos unicas'.split(' '),
  type: `text texts string number numbers integer decimal whole money amount currency date time email e-mail link url long
    paragraph texto textos numero entero importe dinero fecha hora correo enlace largo parrafo from`.split(/\s+/),
}

/** Other words that a prompt has for these fields. */
const alsoCalled = (fields: readonly Field[], words: PlanWords): string[] =>
  [...words.fields].flatMap(([name, some]) => (some.some(({ field }) => fields.includes(field)) ? [name] : []))

const namesOf = ({ name, table }: Entity): string[] => [name, table]
const namesOfField = ({ name, column }: Field): string[] => [name, column]

/** The words of names, in both numbers of both languages. */
function wordsIn(names: readonly string[]): ReadonlySet<string> {
  const spelled = names.flatMap((name) => [name, name.replaceAll('_', ' ')])
  const forms = spelled.flatMap((name) =>
    (['en', 'es'] as const).flatMap((locale) => [name, singularOf(name, locale), pluralOf(name, locale)]),
  )
  return new Set(forms.flatMap((form) => plain(form).split(/\s+/)))
}
