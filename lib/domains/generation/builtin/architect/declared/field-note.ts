import type { Field, FieldType } from '../../../../spec/contract'
import { inferField } from '../infer-field'
import { identifier } from '../../../../spec/identifiers'
import { type Locale, plain } from '../../../../spec/inflect'
import { EMPTY_ADJECTIVES, FUNCTION_WORDS, NUMERALS, VERBS } from '../lexicon/grammar'
import { makeField } from '../plan-fields'
import { findField } from '../thing'

/**
 * One item of a field list as people write it: "status (new, lost)", "price in EUR", "difficulty 1-5", "paid yes/no",
 * "SKU (unique)".
 */

export type FieldNote = {
  field: Field
  /** The item's noun as written, for finding the thing it may refer to. */
  noun: string
  /** Whether it can hardly be anything but a field. */
  isSure: boolean
  /** Its values are one state after the other. */
  isChain: boolean
}

type Shape = Pick<Field, 'type' | 'unit' | 'values'>

const TYPES: Array<[RegExp, FieldType]> = [
  [/^(?:long ?text|paragraph|markdown|rich text|texto largo|parrafo)$/, 'longtext'],
  [/^(?:text|string|short text|texto|cadena)$/, 'text'],
  [/^(?:integer|int|whole number|entero|numero entero)$/, 'integer'],
  [/^(?:number|numeric|decimal|float|numero|numerico)$/, 'number'],
  [/^(?:money|currency|dinero|moneda)$/, 'money'],
  [/^(?:bool|boolean|checkbox|booleano|casilla|(?:yes|si|true)\s*(?:\/|or|o|,)\s*(?:no|false))$/, 'boolean'],
  [/^(?:date|fecha)$/, 'date'],
  [/^(?:datetime|timestamp|date and time|fecha y hora)$/, 'datetime'],
  [/^(?:e-?mail|correo)$/, 'email'],
  [/^(?:url|link|enlace)$/, 'url'],
  [/^(?:image|photo|picture|imagen|foto)$/, 'image'],
  [/^(?:file|pdf|upload|document|archivo|documento|adjunto)$/, 'file'],
]
const CURRENCY =
  /^(?:eur|euros?|usd|dollars?|dolares|cop|mxn|ars|clp|pen|brl|gbp|pounds?|chf|pesos?(?: \w+)?|soles|[€$£¥])$/
const UNITS: Array<[RegExp, string, FieldType]> = [
  [/^(?:kg|kilos?|kilograms?|kilogramos?)$/, 'kg', 'number'],
  [/^(?:g|grams?|gramos?)$/, 'g', 'number'],
  [/^(?:km|kilomet(?:er|re)s?|kilometros?)$/, 'km', 'number'],
  [/^(?:m|met(?:er|re)s?|metros?)$/, 'm', 'number'],
  [/^(?:cm|centimet(?:er|re)s?|centimetros?)$/, 'cm', 'number'],
  [/^mm$/, 'mm', 'number'],
  [/^(?:m2|m²|sqm|square met(?:er|re)s?|metros cuadrados)$/, 'm²', 'number'],
  [/^(?:ha|hectares?|hectareas?)$/, 'ha', 'number'],
  [/^(?:l|lit(?:er|re)s?|litros?)$/, 'l', 'number'],
  [/^ml$/, 'ml', 'number'],
  [/^(?:°c|ºc|celsius|grados)$/, '°C', 'number'],
  [/^(?:kw|kwh|mw|w|v|hz|db|hpa|bar|km\/h|mph|m\/s)$/, '', 'number'],
  [/^(?:%|percent|percentage|porcentaje|por ciento)$/, '%', 'number'],
  [/^(?:min|mins|minutes?|minutos?)$/, 'min', 'integer'],
  [/^(?:h|hours?|horas?)$/, 'h', 'number'],
  [/^(?:days?|dias?)$/, 'd', 'integer'],
  [/^(?:years?|anos?)$/, 'years', 'integer'],
  [/^runtime$/, 'min', 'integer'],
]
const UNIT_LABEL: Record<string, string> = {
  kw: 'kW',
  kwh: 'kWh',
  mw: 'MW',
  w: 'W',
  v: 'V',
  hz: 'Hz',
  db: 'dB',
  hpa: 'hPa',
}

const YES_NO =
  /(?:\byes\s*(?:\/|or)\s*no\b|\bs[ií]\s*(?:\/|o)\s*no\b|\btrue\s*(?:\/|or)\s*false\b|\s+or not$|\s+o no$|\?$)/i
const FLAG =
  /^(?:is|has|can|es|esta|tiene|acepta|permite|incluido|included|urgent|urgente|vaccinated|vacunad[oa]|paid|pagad[oa]|returned|devuelt[oa]|resolved|resuelt[oa]|verified|verificad[oa]|approved|aprobad[oa]|confirmed|confirmad[oa]|sterilized|esterilizad[oa]|insured|asegurad[oa]|delivered|entregad[oa]|featured|destacad[oa])\b(?!.*\b(?:date|at|on|by|fecha|en|el|por)\b)/
/** Nouns whose plural counts: a room has beds, a course seats, a book copies. */
const COUNTS =
  /\b(?:place|bed(?:room)?|bathroom|seat|desk|cop(?:y|ie)|unit|point|player|guest|slot|spot|floor|step|page|round|lap|rep|set|star|like|mite|egg|frame|head|credit|attempt|participant|people|person|child|adult|habitacion|recamara|bano|asiento|plaza|cupo|ejemplar|unidad|punto|cama|piso|jugador|huesped|parada|voto|huevo|credito|intento|participante|persona|nino|adulto|existencia|copia)(?:e?s)?\b/
/** What a word that names something else in the singular is in the plural: days are those of a week, places are counted. */
const IN_MANY: Array<[RegExp, Shape]> = [
  [/^(?:week)?days$|^dias(?: de la semana)?$/, { type: 'text' }],
  [/^(?:free )?(?:places|spots)$|^(?:plazas|cupos|huecos)(?: libres)?$/, { type: 'integer' }],
]
const EXTRA: Array<[RegExp, Shape]> = [
  [/^(?:last|next) \w+ed$/, { type: 'date' }],
  [/^(?:from|to|desde|hasta)$/, { type: 'datetime' }],
  [
    /\b(?:date and time|fecha y hora|when|start|starts|end|ends|inicio|fin|hora)\b(?! (?:date|fecha))|\btime$|_at$| at$/,
    { type: 'datetime' },
  ],
  [
    /\b(?:expiry|expiration|expires|until|hasta|vencimiento|caducidad|ingreso el|nacimiento|since|desde|(?:last |ultima )?(?:updated|published|joined|founded|actualizacion)|next (?:service|visit|check|inspection))\b/,
    { type: 'date' },
  ],
  [
    /\b(?:story|synopsis|sinopsis|abstract|body|feedback|cover letter|letter|biograph\w+|bio|requests?|observacion(?:es)?|incident|incidents|incluye|includes|comment|comentario|lyrics|letra|question|pregunta|agenda|plan|symptoms|sintomas|allergies|recommendations?|recomendaciones)\b/,
    { type: 'longtext' },
  ],
  [/\b(?:poster|cartel|cover|portada|flyer|picture|photo|image|foto|imagen|afiche)s?\b/, { type: 'image' }],
  [
    /\b(?:cv|resume|pdf|sheet music|partitura|document|documento|receipt|recibo|invoice file|contract file|hoja de vida)s?\b/,
    { type: 'file' },
  ],
  [
    /\b(?:tax|vat|iva|discount|descuento|interest|commission|comision|completion|humidity|humedad)(?: rate| %)?\b/,
    { type: 'number', unit: '%' },
  ],
  [/\b(?:goal|meta|target|objetivo) (?:amount|monto|importe)\b/, { type: 'money' }],
  [/\b(?:price|precio|cost|costo|fee|deposit|salary)\b/, { type: 'money' }],
  [
    /\b(?:elo|goal|meta|streak|racha|altitude|odometer|odometro|max|maximum|minimum|min|number of|count|qty|quantity|cantidad|numero de|strength|nivel|floor|size|times|duration|story points)\b/,
    { type: 'integer' },
  ],
  [/^(?:lit(?:er|re)s?|litros|kilos|gallons|galones)$/, { type: 'number' }],
  [/\b(?:runtime|running time|cooking time|prep time)\b/, { type: 'integer', unit: 'min' }],
  [/\b(?:years?|anos) (?:of |de )|\b(?:experience|age) years?$/, { type: 'integer' }],
  [
    /\b(?:energy|energia|power|potencia|speed|velocidad|rainfall|rain|lluvia|wind|viento|depth|profundidad|concentration|concentracion|ph|latitude|longitude|latitud|longitud|altura|elevation|desnivel|consumption|consumo|dose|volume|volumen|average|promedio|diameter|diametro)\b/,
    { type: 'number' },
  ],
]

/** Words around the noun of an item: "several photos", "up to 5 photos", "una foto". */
const QUANTIFIER =
  /^(?:(?:an?|the|gets?|whether(?: it is)?|si est[aá]|their|its|his|her|several|multiple|some|one or more|up to (?:\d+|\p{L}+(?= \p{L}))|at least|una?|unos|unas|el|la|los|las|su|sus|varios|varias|hasta (?:\d+|\p{L}+(?= \p{L}))|multiples|múltiples)\s+)+/iu

const OF_SO_MANY = new RegExp(`\\s+(?:of|de)\\s+(?:\\d+|${[...NUMERALS].join('|')})\\s+\\p{L}+$`, 'iu')

const slug = (value: string): string => {
  const text = value.replace(/["“”'‘’]/g, '').trim()
  const snake = text.toLowerCase().replace(/(?<=[\p{L}\p{N}])[\s-]+(?=[\p{L}\p{N}])/gu, '_')
  return /^\p{L}{2}[\p{L}\p{N}_]*$/u.test(snake) ? snake : text
}
/** "new, contacted or lost", "low / high", "draft → sent" → values; null when it is no such list. */
export function readValues(text: string): string[] | null {
  const parts = text
    // "(like new, used)" begins with a value.
    .replace(/^\s*(?:e\.g\.?|one of|such as|like|por ejemplo|como)\b:?(?! (?:new|nuev[oa])\b)/i, '')
    .split(/\s*(?:→|->|=>|>|\/|\||,|;)\s*|\s+(?:or|and|o|u|y|to)\s+/i)
    .map((part) => part.replace(/^(?:or|and|o|y)\s+/i, '').trim())
    .filter(Boolean)
  const values = [...new Set(parts.map(slug))]
  return values.length >= 2 &&
    values.length <= 15 &&
    values.every((value) => value.length <= 30 && value.split(' ').length <= 4)
    ? values
    : null
}

const shapeOfUnit = (text: string): Shape | null => {
  const key = plain(text.trim())
  if (CURRENCY.test(key)) return { type: 'money' }
  const unit = UNITS.find(([pattern]) => pattern.test(key))
  return unit === undefined ? null : { type: unit[2], unit: unit[1] || (UNIT_LABEL[key] ?? key) }
}

type Reading = { name: string; shape: Shape | null; isUnique: boolean; isRequired: boolean }

/** What brackets behind a name say: "(unique)", "(1-5)", "(new, used)", "(kg)", "(PDF)", "(text, required)". */
function readBrackets(reading: Reading, content: string): void {
  const parts = content.split(/\s*[,;]\s*/)
  const kept = parts.filter((part) => {
    const word = plain(part.trim())
    if (/^(?:unique|unic[oa])$/.test(word)) reading.isUnique = true
    else if (/^(?:required|mandatory|obligatori[oa]|requerid[oa])$/.test(word)) reading.isRequired = true
    else if (!/^(?:optional|opcional)$/.test(word)) return true
    return false
  })
  if (kept.length === 0) return
  const rest = kept.join(', ').trim()
  const type = TYPES.find(([pattern]) => pattern.test(plain(rest)))?.[1]
  if (type !== undefined) reading.shape ??= { type }
  else if (/^\d+\s*(?:-|–|to|a|al)\s*\d+(?: stars| estrellas)?$/i.test(rest)) reading.shape ??= { type: 'integer' }
  else if (/^\p{L}\d\s*(?:-|–|to|a|al)\s*\p{L}\d$/iu.test(rest)) reading.shape ??= { type: 'text' }
  else {
    const values = readValues(rest)
    if (values !== null) reading.shape ??= { type: 'enum', values }
    else reading.shape ??= shapeOfUnit(rest)
  }
}

/** @param brackets contents of the masked brackets, by mask character */
export function readFieldNote(item: string, brackets: ReadonlyMap<string, string>, locale: Locale): FieldNote | null {
  const reading: Reading = { name: item.trim(), shape: null, isUnique: false, isRequired: false }
  for (const mask of item.match(/[\uE000-\uF8FF]/g) ?? []) readBrackets(reading, brackets.get(mask) ?? '')
  reading.name = reading.name
    .replace(/[\uE000-\uF8FF]/g, ' ')
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .replace(/^[\s"“'*•-]+|[\s"”'*.!]+$/g, '')
    .replace(QUANTIFIER, '')
    .replace(/\s+/g, ' ')
    .trim()
  // "rounds of ten questions": how many each of them has is no name.
  reading.name = reading.name.replace(OF_SO_MANY, '')
  // "type: single / double", "bio: text"
  const colon = /^([^:]{2,40}):\s*(.+)$/.exec(reading.name)
  if (colon !== null) {
    reading.name = colon[1]!.trim()
    readBrackets(reading, colon[2]!)
  }
  if (YES_NO.test(reading.name)) {
    reading.shape ??= { type: 'boolean' }
    reading.name = reading.name.replace(YES_NO, '').trim()
  }
  // "difficulty 1-5", "from 1 to 5"
  const range = /\s+(?:from |de |del )?\d+\s*(?:-|–|to|a|al)\s*\d+(?: stars| estrellas)?$/i
  if (range.test(reading.name)) {
    reading.shape ??= { type: 'integer' }
    reading.name = reading.name.replace(range, '')
  }
  // "status draft/sent/paid"
  const inline = /^(.*?)\s+((?:[^\s/]+\s*\/\s*)+[^\s/]+)$/.exec(reading.name)
  if (inline !== null && !/\d/.test(inline[2]!)) {
    const values = readValues(inline[2]!)
    if (values !== null) [reading.name, reading.shape] = [inline[1]!, reading.shape ?? { type: 'enum', values }]
  }
  const spread = findSpread(reading.name, locale)
  if (spread !== null)
    [reading.name, reading.shape] = [spread.name, reading.shape ?? { type: 'enum', values: spread.values }]
  // "budget in EUR", "honey weight kg", "altura en m", "size in square metres"
  const whole = /^(.+?)\s+(?:in|en)\s+(\S+ \S+)$/i.exec(reading.name)
  const unit =
    whole !== null && shapeOfUnit(whole[2]!) !== null ? whole : /^(.+?)\s+(?:in |en )?(\S+)$/i.exec(reading.name)
  const isIn = unit === whole || /\s(?:in|en)\s\S+$/i.test(reading.name)
  const measured = unit === null ? null : shapeOfUnit(unit[2]!)
  if (
    measured !== null &&
    (isIn || !/^(?:years?|days?|hours?|m|h|v|w|g|l|años?|d[ií]as?|horas?|minutes|minutos)$/i.test(unit![2]!))
  ) {
    reading.shape = reading.shape ?? measured
    reading.name = unit![1]!.replace(/\s+(?:in|en)$/i, '')
  }
  const note = finish(reading, locale)
  const said = (item.match(/[\uE000-\uF8FF]/g) ?? []).map((mask) => brackets.get(mask) ?? '').join(' ')
  return note === null ? null : { ...note, isChain: /→|->|=>/.test(said + item) }
}

/** "prioridad alta media baja": values strung together behind a name that has such values. */
function findSpread(name: string, locale: Locale): { name: string; values: string[] } | null {
  const words = name.split(' ')
  if (words.length < 3) return null
  const word = findField([words[0]!], locale)
  return word?.type === 'enum' && words.length >= 3 ? { name: words[0]!, values: words.slice(1).map(slug) } : null
}

function finish({ name, shape, isUnique, isRequired }: Reading, locale: Locale): FieldNote | null {
  const text = plain(name)
  const words = name.toLowerCase().split(' ')
  if (text === '' || words.length > 5 || !/^\p{L}/u.test(name)) return null
  // A clause, not a noun: "sign up for attendance", "members see", "los socios se apuntan".
  if (locale === 'es' && /\sse\s\p{L}+(?:an?|en?)$/u.test(name)) return null
  const first = words[0]!
  if (
    words.length > 1 &&
    (/^(?:to|can|who|that|which|where|only|que|donde|solo|sólo|puede|pueden)$/.test(first) ||
      (FUNCTION_WORDS.has(plain(first)) && !/^(?:last|next|first|is|has|no)$/.test(first)))
  )
    return null
  if (
    words.length > 1 &&
    VERBS.get(text.split(' ')[0]!)?.form === 'base' &&
    words.some((word, at) => at > 0 && FUNCTION_WORDS.has(plain(word)) && !/^(?:de|del|and|y|of)$/.test(word))
  )
    return null
  if (
    words.length === 2 &&
    locale === 'en' &&
    /(?:ers|ors|ists|ians|ees|ants|ents|people|users)$/.test(first) &&
    VERBS.get(words[1]!)?.form === 'base'
  )
    return null
  if (
    words.some(
      (word, at) =>
        at > 0 &&
        (/^(?:them|it|their|us|ellos|ellas|nos)$/.test(word) ||
          (at < words.length - 1 &&
            locale === 'en' &&
            words[at - 1]!.endsWith('s') &&
            ['base', 'third'].includes(VERBS.get(word)?.form ?? ''))),
    )
  )
    return null
  const listed =
    findField(
      words.filter((word, at) => at > 0 || words.length === 1 || !EMPTY_ADJECTIVES.has(plain(word))),
      locale,
    ) ?? findField(words, locale)
  const isCount = /(?:s|people|children)$/.test(COUNTS.exec(text)?.[0] ?? '')
  const extra = EXTRA.find(([pattern]) => pattern.test(text))?.[1]
  const inferred = inferField(words, locale)
  const guess = inferred === null ? null : makeField(inferred, locale)
  const isTyped = guess !== null && guess.type !== 'text'
  const found: Shape | null =
    shape ??
    IN_MANY.find(([pattern]) => pattern.test(text))?.[1] ??
    (listed !== undefined
      ? {
          type: listed.type,
          ...(listed.unit && { unit: listed.unit }),
          ...(listed.values && { values: listed.values }),
        }
      : FLAG.test(text)
        ? { type: 'boolean' }
        : isCount || /^(?:number|numero|nº|amount of|cantidad|max\w*|min\w*) (?:of |de )?/.test(text)
          ? { type: 'integer' }
          : /\b(?:date|fecha|precio|price)\b/.test(text) || extra === undefined
            ? isTyped
              ? { type: guess.type, ...(guess.unit && { unit: guess.unit }) }
              : (extra ?? null)
            : extra)
  const translated = listed?.type === 'enum' && shape === null ? makeField(listed.key, locale).values : undefined
  // Field lists may name a status without saying which there are: one that a person types in then.
  const type = found?.type ?? 'text'
  const column = identifier(name, locale === 'es' ? 'dato' : 'value')
  if (column === '') return null
  const values = type === 'enum' ? (translated ?? found?.values) : undefined
  return {
    field: {
      name: name.toLowerCase() === name || /^[A-Z]{2,}$/.test(name) ? name : name.toLowerCase(),
      column,
      type: type === 'enum' && values === undefined ? 'text' : type,
      ...(isRequired || /^(?:name|title|nombre|titulo)$/.test(column) ? { required: true } : {}),
      ...(isUnique ? { unique: true } : {}),
      ...(values === undefined ? {} : { values }),
      ...(found?.unit && type !== 'enum' ? { unit: found.unit } : {}),
    },
    noun: name,
    isChain: false,
    isSure: shape !== null || listed !== undefined || isTyped || extra !== undefined || FLAG.test(text) || isCount,
  }
}
