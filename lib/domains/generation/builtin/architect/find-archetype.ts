import { identifier } from '../../../spec/identifiers'
import { isPlural, plain, singularOf, type Locale } from '../../../spec/inflect'
import { type Archetype, archetype, type Category } from './lexicon/archetype'
import { BUSINESS } from './lexicon/business'
import { CONTENT } from './lexicon/content'
import { COLOURS } from './lexicon/css-colours'
import { GENERIC_NOUNS, PROCESS_HEADS, PROCESS_NOUNS, VERBS } from './lexicon/grammar'
import { LIFE } from './lexicon/life'
import { isNoThing } from './no-thing'

/**
 * From the words of a noun phrase to the archetype it names: known ones by name, unknown nouns by what kind of thing
 * they sound like.
 */

const ALL = [...CONTENT, ...BUSINESS, ...LIFE]
export const BY_KEY: ReadonlyMap<string, Archetype> = new Map(ALL.map((one) => [one.key, one]))

const NAMES: ReadonlyMap<string, Archetype> = (() => {
  const names = new Map<string, Archetype>()
  // Own names before other names: "account" is a customer only where nothing is called account.
  for (const one of ALL)
    for (const name of [one.key, one.es, one.many, one.esMany])
      if (name !== undefined && !names.has(plain(name))) names.set(plain(name), one)
  for (const one of ALL) for (const name of one.aka) if (!names.has(plain(name))) names.set(plain(name), one)
  return names
})()

/** In words: a longer phrase, or end of one, can only name something by its last few. */
const LONGEST_NAME = Math.max(...[...NAMES.keys()].map((name) => name.split(' ').length))

const isGeneric = (words: string[]): boolean =>
  words.every(
    (word) => GENERIC_NOUNS.has(word) || PROCESS_NOUNS.has(word) || PROCESS_HEADS.has(word) || /^\d+$/.test(word),
  )

/** The phrase without what is done to the thing: "document management" → document, "gestión de pedidos" → pedidos. */
export function core(words: string[], locale: Locale): string[] {
  let rest = words.map(plain)
  if (locale === 'es') {
    while (rest.length > 1 && PROCESS_HEADS.has(rest[0]!)) {
      const of = rest.findIndex((word) => /^(?:de|del)$/.test(word))
      if (of === -1) break
      rest = rest.slice(of + 1).filter((word, at) => at > 0 || !/^(?:la|el|los|las)$/.test(word))
    }
  }
  while (
    rest.length > 1 &&
    PROCESS_NOUNS.has(rest.at(-1)!) &&
    (rest.length > LONGEST_NAME || NAMES.get(singularOf(rest.join(' '), locale)) === undefined)
  )
    rest = rest.slice(0, -1)
  return rest
}

/** The words of a phrase as they were written, accents included. */
function originalOf(phrase: string[], part: string[]): string {
  const at = phrase.findIndex((_, index) => part.every((word, offset) => plain(phrase[index + offset] ?? '') === word))
  return (at === -1 ? part : phrase.slice(at, at + part.length)).join(' ').toLowerCase()
}

/** The known archetype that the phrase, or its end ("Python data science courses"), names. */
export function findKnown(phrase: string[], locale: Locale): { archetype: Archetype; called: string } | null {
  const words = core(phrase, locale)
  for (let from = Math.max(0, words.length - LONGEST_NAME); from < words.length; from++) {
    const tries = locale === 'es' ? [words.slice(0, words.length - from)] : [words.slice(from)]
    for (const part of tries) {
      const text = part.join(' ')
      const found =
        NAMES.get(plain(singularOf(text, locale))) ??
        NAMES.get(text) ??
        NAMES.get(plain(singularOf(text, locale === 'es' ? 'en' : 'es')))
      // "records" alone is no music, and "the application" is the software: a single generic word names nothing.
      if (found === undefined || (part.length === 1 && GENERIC_NOUNS.has(part[0]!))) continue
      return { archetype: found, called: singularOf(originalOf(phrase, part), locale) }
    }
  }
  return null
}

/** What a row of each category of unknown thing usually records. */
const FIELDS: Record<Category, string> = {
  thing: 'name!, description, photo, status=active|inactive, notes',
  person: 'name!, email:email, phone, city, bio',
  place: 'name!, description, address, city, phone, photo',
  goods: 'name!, description, price!, stock, photo',
  document: 'title!, summary, content, date, file',
  event: 'title!, description, starts at!, ends at, location',
  measurement: 'date!, value:number!, notes',
  request: 'subject!, description, date, status=submitted|approved|rejected',
  transaction: 'code!, date!, amount!, notes, status=pending|completed|cancelled',
  record: 'title!, date!, notes',
  animal: 'name!, species, birth date, photo, notes',
  device: 'name!, serial number, location, status=active|inactive, notes',
  creative: 'title!, description, photo, category, published',
  reaction: 'content!',
}

const CATEGORY: Array<[RegExp, Category]> = [
  [
    /(?:treatment|tratamiento|vacuna|vaccination|feeding|tasting|log|logs|record|records|history|entry|diary|journal|inspection|visit|registro|bitacora|inspeccion|visita|control|turno|shift)$/,
    'record',
  ],
  [
    /(?:request|application|claim|complaint|petition|solicitud|reclamo|queja|peticion|inquiry|permit|permiso)$/,
    'request',
  ],
  [/(?:reading|measurement|level|sample|test|lectura|medicion|medida|muestra|yield|temperature)$/, 'measurement'],
  [
    /(?:order|sale|purchase|payment|rental|lease|loan|deposit|refund|transaction|alquiler|prestamo|venta|compra|pago|renta)$/,
    'transaction',
  ],
  [
    /(?:event|rehearsal|practice|session|class|workshop|meeting|concert|festival|trip|tour|match|race|show|appointment|^taller|^ensayo|^entrenamiento|evento|reunion|concierto|carrera|excursion|ceremony|screening)$/,
    'event',
  ],
  [
    /(?:document|file|report|contract|policy|paper|certificate|form|law|bill|expediente|documento|archivo|contrato|informe|acta|poliza|manuscript|script|letter)$/,
    'document',
  ],
  [
    /^(?!.*(?:computer|container|trailer|cylinder|boiler|heater|cooler|scooter|motor|monitor|drawer|folder|poster|sticker|shelter|tower|river|theater|letter|voucher|layer|chapter|paper|number|tracker|burger|color|door|floor|error|mirror|reactor|tractor|sensor|power|water|flower|paper|tier|offer|answer|adapter|router|projector|generator|corner|border|counter|plant|restaurant|grant|tree|coffee|fee|list|sector|factor|ordenador|comedor|dinero|numero|tablero|florero|carrera|madera|bandera|nevera|cartera|carretera|escalera|lista|vista|pista|fuente|puente|valor|error|contenedor)$)(?:.*)(?:er|or|ist|ian|ant|ee|man|woman|person|member|client|patient|guest|tenant|owner|guide|chef|nurse|pilot|dor|dora|tor|tora|ista|ero|era|nte|medico|alumno|alumna|socio|vecino|inquilino|huesped)$/,
    'person',
  ],
  [
    /(?:shop|store|restaurant|hotel|venue|site|location|room|house|apartment|building|office|park|farm|garden|gym|school|club|center|centre|studio|clinic|beach|trail|warehouse|tienda|restaurante|sala|cuarto|casa|edificio|oficina|parque|finca|granja|jardin|escuela|centro|clinica|playa|local|sede|apiary|greenhouse|vineyard|marina|cabin)$/,
    'place',
  ],
  [
    /(?:dog|cat|horse|bird|cow|sheep|goat|bee|hen|fish|perro|gato|caballo|ave|vaca|oveja|cabra|abeja|gallina|pez|animal|livestock|ganado|herd)$/,
    'animal',
  ],
  [
    /(?:sensor|device|machine|camera|printer|pump|meter|drone|robot|equipment|server|tractor|dispositivo|maquina|camara|medidor|bomba|equipo|servidor|engine|panel)$/,
    'device',
  ],
  [
    /(?:photo|image|video|song|poem|story|painting|artwork|design|film|game|novel|comic|foto|imagen|cancion|poema|cuento|cuadro|obra|dibujo|sculpture|podcast)$/,
    'creative',
  ],
  [
    /(?:product|item|good|ticket|gift|book|bike|car|boat|kayak|dress|shoe|toy|tool|wine|beer|coffee|cake|bread|flower|jewel|producto|articulo|boleto|regalo|bicicleta|coche|carro|barco|vestido|zapato|juguete|vino|cerveza|cafe|pastel|flor|joya|candle|soap|plant)$/,
    'goods',
  ],
]

const OCCASION = /^(noche|tarde|dia|jornada|sesion) de (.+)$/
const OCCASION_EN = /\S (?:night|evening|day|session)$/

/** The archetype of a thing that the prompt itself describes: it is one, whatever its noun sounds like. */
export function archetypeOf(noun: string, locale: Locale): Archetype {
  const words = noun.split(' ')
  const found = findKnown(words, locale)
  if (found !== null && plain(found.called) === plain(noun)) return found.archetype
  // "quiz night", "noche de juegos": the occasion of a known thing is one of those.
  const [, , ofWhat] = OCCASION.exec(plain(noun)) ?? []
  const what = locale === 'es' ? ofWhat?.split(' ') : OCCASION_EN.test(plain(noun)) ? words.slice(0, -1) : undefined
  const occasion = what === undefined ? null : findKnown(what, locale)
  if (occasion !== null && occasion.archetype.pages === 'full') return occasion.archetype
  const head = locale === 'es' ? words[0]! : words.at(-1)!
  const category = CATEGORY.find(([pattern]) => pattern.test(plain(singularOf(head, locale))))?.[1] ?? 'thing'
  return unlisted(noun, category)
}

const unlisted = (name: string, category: Category): Archetype =>
  archetype(name, name, FIELDS[category], {
    category,
    // What is recorded is recorded about something.
    links: ['record', 'measurement', 'transaction', 'request'].includes(category) ? '*' : '',
    access: category === 'request' ? 'staff' : 'auto',
    ...(category === 'event' ? { view: 'calendar' as const } : {}),
  })

/** An archetype made up for a noun nobody listed; null when the phrase names nothing a person would manage. */
export function makeUnknown(phrase: string[], locale: Locale, options: { isSingularFine: boolean }): Archetype | null {
  const words = core(phrase, locale).filter((word, at, all) => at > 0 || all.length === 1 || !/^\d+$/.test(word))
  if (words.length === 0 || words.length > 4 || isGeneric(words)) return null
  const head = locale === 'es' ? words[0]! : words.at(-1)!
  // Verb forms ("renewing", "taught") and colours are no things; a singular is one only where little else is known.
  const verb = VERBS.get(head)?.form
  // "claims" and "barrels" are plurals as well as verbs.
  const isVerb = verb !== undefined && !(locale === 'en' && verb === 'third')
  if (
    isVerb ||
    /(?:ing|ando|iendo)$|..[^e]ed$/.test(head) ||
    COLOURS.has(words.join('')) ||
    (!options.isSingularFine && !isPlural(head, locale))
  )
    return null
  if (
    GENERIC_NOUNS.has(head) ||
    isNoThing(head) ||
    isNoThing(words[0]!) ||
    head.length < 3 ||
    !/^\p{L}[\p{L}'-]+$/u.test(head)
  )
    return null
  const accented = phrase.slice(-words.length).join(' ').toLowerCase()
  const name = singularOf(plain(accented) === words.join(' ') ? accented : words.join(' '), locale)
  if (identifier(name) === '') return null
  const singular = plain(locale === 'es' ? singularOf(head, 'es') : singularOf(head, 'en'))
  const category = CATEGORY.find(([pattern]) => pattern.test(singular))?.[1] ?? 'thing'
  return unlisted(name, category)
}
