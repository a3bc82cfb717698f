import type { Entity } from '../../../spec/contract'
import type { Locale } from '../../../spec/inflect'
import type { PlanWords } from '../asks/plan-words'
import type { Token } from '../asks/reading/tokens'
import type { EntityModel } from '../frontend/model'
import { END, type Line, NOUN } from './line'
import { dueOf, momentOf, openRows, thingIn, thingsIn } from './places'

/**
 * How a sentence wants rows to be listed ("soonest first"), marked ("late ones in red") and taken along ("export orders to
 * CSV"), as far as the plan has what it speaks of; with the words that say so.
 */
type Trait = { one: EntityModel } & (
  | { trait: 'order'; order: NonNullable<Entity['order']> }
  | { trait: 'late'; late: NonNullable<Entity['late']> }
  | { trait: 'export' }
)
export type FoundTrait = Trait & { tokens: Token[] }

type Groups = Record<string, string | undefined>
type Scene = { words: PlanWords; things: readonly EntityModel[] }
type Pattern = { locale: Locale; pattern: RegExp; make: (groups: Groups, scene: Scene) => Trait | null }

/** Without one of these words no pattern finds anything, which is found out faster. */
const SAYING: Record<Locale, RegExp> = {
  en: /\b(?:first|on top|at the top|sorted|ordered|listed|alphabetical|late|overdue|past[- ]due|csv|excel|spreadsheets?|xlsx|export)/,
  es: /\b(?:primero|arriba|ordenad|alfabetic|atrasad|vencid|fuera de plazo|con retraso|csv|excel|hoja de calculo|xlsx|export)/,
}

export function readTraits(line: Line, locale: Locale, words: PlanWords): FoundTrait[] {
  if (!SAYING[locale].test(line.text)) return []
  const scene: Scene = { words, things: thingsIn(line.text, words) }
  const found: FoundTrait[] = []
  for (const { pattern, make, locale: of } of PATTERNS) {
    const match = of === locale ? pattern.exec(line.text) : null
    const made = match === null ? null : make(match.groups ?? {}, scene)
    // The first that says something of the kind is the one that is meant.
    if (match === null || made === null || found.some(({ trait }) => trait === made.trait)) continue
    const own = line.tokensIn(match.index, match.index + match[0].length).filter((token) => token.isWord)
    if (own.length > 0) found.push({ ...made, tokens: own })
  }
  return found
}

/** Of what is named, else of what the application has: the first with a list and what it takes. */
function whichHas<T>(scene: Scene, named: string | undefined, find: (one: EntityModel) => T | undefined) {
  const thing = named === undefined ? undefined : thingIn(named, scene.words)
  const candidates = thing !== undefined ? [thing] : [...scene.things, ...scene.words.model.entities]
  for (const one of candidates) {
    const has = one.entity.table === 'profiles' ? undefined : find(one)
    if (has !== undefined) return { one, has }
  }
  return null
}

const SOON = /^(?:soonest|upcoming|next|earliest|nearest|proxim|cercan)/
const OLD = /^(?:oldest|antigu|viej)/
const CHEAP = /^(?:cheapest|barat)/
const DEAR = /^(?:most expensive|dearest|car[oa]s?)/

/** "soonest first" */
function firstOf({ what = '', thing }: Groups, scene: Scene): Trait | null {
  if (SOON.test(what)) return ordered(whichHas(scene, thing, momentOf), false)
  if (CHEAP.test(what) || DEAR.test(what))
    return ordered(
      whichHas(scene, thing, (one) => one.money ?? undefined),
      DEAR.test(what),
    )
  const listed = whichHas(scene, thing, ({ paths }) => paths.list)
  return listed && { one: listed.one, trait: 'order', order: { column: 'created_at', descending: !OLD.test(what) } }
}

const ordered = (found: { one: EntityModel; has: { column: string } } | null, descending: boolean): Trait | null =>
  found && { one: found.one, trait: 'order', order: { column: found.has.column, descending } }

/** "sorted by date", "in alphabetical order" */
function sortedBy({ field, down }: Groups, scene: Scene): Trait | null {
  const descending = down !== undefined
  if (field === undefined)
    return ordered(
      whichHas(scene, undefined, (one) => one.title ?? undefined),
      descending,
    )
  const named = scene.words.fields.get(field) ?? []
  const known = named.find(({ one }) => scene.things.includes(one)) ?? named[0]
  return known === undefined || SHAPELESS.has(known.field.type)
    ? null
    : ordered({ one: known.one, has: known.field }, descending)
}

/** What no list is put in order by. */
const SHAPELESS = new Set(['longtext', 'json', 'image', 'file', 'reference', 'enum', 'boolean'])

/** "late ones in red", "highlight overdue tasks" */
function lateOnes({ thing }: Groups, scene: Scene): Trait | null {
  const found = whichHas(scene, thing === 'ones' ? undefined : thing, dueOf)
  if (found === null) return null
  const where = openRows(found.one)
  return { one: found.one, trait: 'late', late: { column: found.has.column, ...(where && { where }) } }
}

/** "export orders to CSV" */
function asFile({ thing }: Groups, { words, things }: Scene): Trait | null {
  const named = thing === undefined ? undefined : thingIn(thing, words)
  const hasList = ({ paths }: EntityModel): boolean => paths.list !== undefined
  const one = named ?? things.find(hasList) ?? words.main ?? words.model.entities.find(hasList)
  return one === undefined || !hasList(one) ? null : { one, trait: 'export' }
}

const en = (pattern: string, make: Pattern['make']): Pattern => ({ locale: 'en', pattern: new RegExp(pattern), make })
const es = (pattern: string, make: Pattern['make']): Pattern => ({ locale: 'es', pattern: new RegExp(pattern), make })

const FIRST = 'soonest|upcoming|next|earliest|nearest|newest|latest|most recent|oldest|cheapest|most expensive|dearest'
const PRIMERO = 'proxim[oa]s|cercan[oa]s|recientes|nuev[oa]s|ultim[oa]s|antigu[oa]s|viej[oa]s|barat[oa]s|car[oa]s'
const SHOWN =
  '(?:show|shown|shows|highlight|highlighted|mark|marked|appear|appears|flagged|turn|turns|stand out|come up|are|is|be)'
const SALEN = '(?:salen|salgan|aparecen|aparezcan|se ven|se vean|se marcan|se muestran|se destacan|estan|van)'

/** Who else may not is more than a file. */
const NOT_ONLY = "(?<!\\bonly (?:[a-z']+ ){0,4})"
const NO_SOLO = '(?<!\\bsolo (?:[a-z]+ ){0,4})'
const SHEET = '(?:csv|excel|xlsx|spreadsheets?)(?: files?| sheets?| spreadsheets?)?'
const HOJA = '(?:archivo |fichero |hoja de )?(?:csv|excel|xlsx|calculo)'

const PATTERNS: readonly Pattern[] = [
  en(`\\b(?:the )?(?<what>${FIRST})(?: (?:ones?|(?<thing>${NOUN})))? (?:first|on top|at the top)\\b`, firstOf),
  en(
    `\\b(?:sorted|ordered|listed|in order of|sort them|order them)(?: by| of)? (?:the )?(?<field>(?:start |due )?[a-z]+)(?<down>,? (?:descending|highest first|newest first|latest first))?(?:,? (?:ascending|lowest first|soonest first))?`,
    sortedBy,
  ),
  en('\\b(?:sorted |ordered |listed )?(?:in )?alphabetical(?:ly| order)\\b', sortedBy),
  en(
    `\\b(?:highlight|mark|flag|show)(?:s|ed)? (?:the )?(?:late|overdue|past[- ]due) (?<thing>${NOUN})(?: in red| as (?:late|overdue))?(?: (?:for|to) (?:everybody|everyone|all))?(?=$|[,.;:)]| and\\b)`,
    lateOnes,
  ),
  en(
    `\\b(?:the )?(?:late|overdue|past[- ]due) (?<thing>${NOUN}) (?:should |must |will |have to )?(?:also )?${SHOWN}(?: up)?(?: highlighted| marked)?(?: (?:in )?red| as (?:late|overdue))?(?: (?:for|to) (?:everybody|everyone|all))?`,
    lateOnes,
  ),
  es(`\\b(?:primero )?(?:los|las) (?:mas )?(?<what>${PRIMERO})(?: primero| arriba| antes)`, firstOf),
  es(`\\bprimero (?:los|las) (?:mas )?(?<what>${PRIMERO})`, firstOf),
  es(
    '\\bordenad[oa]s? por (?:el |la )?(?<field>[a-z]+)(?<down> (?:descendente|de mayor a menor))?(?: (?:ascendente|de menor a mayor))?',
    sortedBy,
  ),
  es('\\b(?:ordenad[oa]s? )?(?:por|en) orden alfabetico\\b|\\balfabeticamente\\b', sortedBy),
  es(
    `\\b(?:marca(?:r|n)?|destaca(?:r|n)?|muestra|mostrar) (?:en rojo )?(?:los|las) (?<thing>${NOUN})(?: que (?:estan|esten))? (?:atrasad[oa]s|vencid[oa]s|fuera de plazo|con retraso)(?: en rojo)?`,
    lateOnes,
  ),
  es(
    `\\b(?:los|las) (?:(?<thing>${NOUN}) )?(?:que (?:estan|esten) )?(?:atrasad[oa]s|vencid[oa]s|fuera de plazo|con retraso) (?:tienen que |deben |deberian )?(?:salir|aparecer|verse|${SALEN})(?: en rojo| marcad[oa]s| destacad[oa]s)?(?: para tod[oa]s)?`,
    lateOnes,
  ),
  en(
    `${NOT_ONLY}(?:\\b(?:i|we|they|users|members|people|admins?|staff|everyone|everybody|anyone) (?:can|should be able to|may|want to|need to|must be able to|have to be able to) (?:also )?)?\\b(?:export|download|save|get) (?:all |the |a |an |their |my |our |it |them )?(?:list of )?(?:(?<thing>${NOUN}) )?(?:to|as|in|into) (?:an? )?${SHEET}`,
    asFile,
  ),
  en(
    `\\b(?:with |and )?(?:an? )?${SHEET} (?:export|download)s?(?: (?:of|for) (?:all |the )?(?<thing>${NOUN}))?${END}`,
    asFile,
  ),
  en(
    `\\b(?:add|include) (?:an? )?(?:${SHEET} )?export(?: button| link| function)?(?: (?:to|for|of|on) (?:the )?(?<thing>${NOUN}))?${END}`,
    asFile,
  ),
  en(`${NOT_ONLY}\\bexport(?: of)? (?:all |the )?(?<thing>${NOUN})${END}`, asFile),
  es(
    `${NO_SOLO}(?:\\b(?:quiero|queremos|se puede|se pueda|se puedan|pueden|puedan|pueda|hay que poder|poder) )?\\b(?:exporta[rn]?|exporte[n]?|descarga[rn]?|descargue[n]?|exportacion(?: de)?) (?:tod[oa]s )?(?:el |la |los |las |un |una )?(?:(?<thing>${NOUN}) )?(?:a|en|como) (?:un |una )?${HOJA}`,
    asFile,
  ),
  es(`\\bdescargar (?:un |una |el |la )?${HOJA}(?: (?:de|con) (?:el |la |los |las )?(?<thing>${NOUN}))?${END}`, asFile),
]
