import { condensed } from '../architect/condense'
import { plain } from '../../../spec/inflect'

/** Hard facts of a prompt, taken over to the letter: how to reach somebody, where, when, at what price. */
export type SiteFacts = {
  email?: string
  phone?: string
  address?: string
  place?: string
  hours: string[]
  dates?: string
  currency: string
}

export const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/
const PHONE =
  /(?:\b(?:phone|call(?: us)?(?: at| on)?|tel(?:[eé]fono)?s?\.?|whatsapp|cel(?:ular)?|ll[aá]ma(?:nos)?(?: al)?)\b[:\s]*(?:at |on |al |n[uú]mero )?)(\+?\(?\d[\d\s().-]{5,16}\d)|(?<![\w.])(\+\d[\d\s().-]{7,16}\d)/i
const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre'
const DATES = new RegExp(
  `(?:(?:del? |from |on )?\\d{1,2}(?:st|nd|rd|th)?(?:\\s*(?:-|–|to|a|al|y|and|until|hasta)\\s*(?:el )?\\d{1,2}(?:st|nd|rd|th)?)?\\s+(?:de |of )?(?:${MONTHS})(?:\\s*(?:,|de|del|of)?\\s*\\d{4})?|(?:${MONTHS})\\s+\\d{1,2}(?:st|nd|rd|th)?(?:\\s*(?:-|–|to|and)\\s*\\d{1,2}(?:st|nd|rd|th)?)?(?:,?\\s*\\d{4})?)`,
  'i',
)
const DAY =
  '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:days?)?|weekdays|weekends|every day|daily|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?|todos los d[ií]as|fines? de semana|festivos'
const CLOCK = '\\d{1,2}(?:[:.]\\d{2})?\\s*(?:am|pm|a\\.m\\.|p\\.m\\.|hs?\\b|hrs?\\b)?'
/** A week has seven days: an endless list of them would be read from each of them to its end. */
const HOURS = new RegExp(
  `(?:(?:${DAY})(?:\\s*(?:-|–|to|a|through|y|and|,)\\s*(?:${DAY})){0,6}[:,]?\\s*(?:from |de |desde las |de las )?)?${CLOCK}\\s*(?:-|–|to|a|until|hasta|a las)\\s*(?:las )?${CLOCK}`,
  'gi',
)
const HOURS_AT_START = new RegExp(`^(?:${HOURS.source})`, 'i')
const STREET =
  /(?<![\w#])(?:\d{1,5}[a-z]?\s+(?:[A-Z][\w'’.-]*\s+){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Square|Sq|Way|Drive|Dr|Place|Pl|Court|Ct|Boulevard|Blvd|Row|Terrace|Quay)\b\.?|(?:Calle|Carrera|Cra\.?|Cl\.?|Avenida|Av\.?|Diagonal|Transversal|Plaza|Paseo|Rua|Rue)\s+[\wÀ-ÿ'’#. -]{2,40}?\d[\w#-]*(?:\s*(?:#|No\.?)\s*[\w-]+)?)(?:,\s*[A-ZÀ-Ý][\wÀ-ÿ' -]{2,30})?/
const PLACE =
  /\s(?:in|en|at|near)\s+((?:[A-ZÀ-Ý][\wÀ-ÿ'’-]+)(?:[ ,]+(?:de |del |la |el |los |las |upon |on )?[A-ZÀ-Ý][\wÀ-ÿ'’-]+){0,2})/
const NO_PLACE = new RegExp(`^(?:${MONTHS}|english|spanish|espanol|ingles|html|css|javascript|next)`, 'i')

const isClock = (text: string): boolean =>
  /am|pm|[:]\d|a\.m|p\.m|\dh|\s(?:h|hs|hrs?)\b/i.test(text) || new RegExp(DAY, 'i').test(text)

/** The opening hours that a text begins with. */
export function hoursAt(text: string): string | null {
  const found = HOURS_AT_START.exec(text)?.[0] ?? null
  return found !== null && isClock(found) ? found : null
}

/** As long as a prompt may be: how to reach somebody is often said last. */
const MOST = 20_000

export function readFacts(prompt: string): SiteFacts {
  const text = condensed(prompt, MOST)
  const email = EMAIL.exec(text)?.[0]
  const call = PHONE.exec(text)
  const phone = (call?.[1] ?? call?.[2])?.trim()
  const address = STREET.exec(text)?.[0].trim().replace(/[.,]$/, '')
  const found = PLACE.exec(text)?.[1]
  const place = found === undefined || NO_PLACE.test(plain(found)) ? undefined : found.replace(/,$/, '')
  const dates = DATES.exec(text)?.[0]
    .replace(/^(?:del?|from|on)\s/i, '')
    .trim()
  const hours = [...text.matchAll(HOURS)].map(([one]) => one.trim()).filter(isClock)
  const currency = /[$€£]|\bCOP\b|\bUSD\b|\bEUR\b/.exec(text)?.[0] ?? '$'
  return {
    hours: [...new Set(hours)],
    currency,
    ...(email && { email }),
    ...(phone && { phone }),
    ...(address && { address }),
    ...(place && { place }),
    ...(dates && { dates }),
  }
}

/** The sentence without its facts, so that a house number is not taken for a section. */
export const withoutFacts = (sentence: string): string =>
  [EMAIL, PHONE, STREET, DATES]
    .reduce(
      (rest, pattern) => rest.replace(pattern, ' '),
      condensed(sentence).replace(HOURS, (one) => (isClock(one) ? ' ' : one)),
    )
    .replace(/\s+/g, ' ')
    .replace(/\s+,/g, ',')

/** `$4/month`, `9 €`, `COP 20.000`, `free` at the end of an item. */
const PRICE =
  /\s*(?:\(|:|-|–|for|at|a|por|desde|from)?\s*((?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|£|USD|EUR|COP|dollars|euros|pesos)|(?:USD|EUR|COP)\s?\d[\d.,]*)(?:\s?(?:\/|per |a |an |each|al |por )\s?(?:month|mes|year|a[nñ]o|person|persona|night|noche|hour|hora|week|semana|day|d[ií]a|mo|yr))?)\)?\s*$/i
export function splitPrice(item: string): { title: string; price?: string } {
  const text = condensed(item)
  const first = /^([$€£]\s?\d[\d.,]*(?:\s?(?:\/|per )\s?\w+)?)\s+(?:for |por )?(.+)$/i.exec(text)
  if (first !== null) return { title: first[2]!.trim(), price: first[1]! }
  const match = PRICE.exec(text)
  if (match === null || match.index === 0) return { title: text.trim() }
  return { title: text.slice(0, match.index).trim(), price: match[1]!.trim() }
}
