import { condensed } from '../architect/condense'
import { type Locale, plain } from '../../../spec/inflect'
import { withoutLead } from '../architect/read-prompt'

/** The name of a site and what it is, in the prompt's own words. */

const WORD = "\\p{Lu}[\\p{L}\\p{N}'’-]*"
const JOIN = '(?:\\s+(?:&|and|y|de|del|la|of|the|von|e)\\s+|\\s*&\\s*|\\s+)'
const PROPER = `${WORD}(?:${JOIN}${WORD}){0,4}`
const CALLED = new RegExp(
  `(?:called|named|titled|llamad[oa]|titulad[oa]|de nombre|se llama|brand is|marca)\\s+(?:["“«'‘]([^"”»’]{2,60})["”»'’]|(${PROPER}))`,
  'u',
)
const QUOTED = /["“«]([^"”»]{2,60})["”»]/u
/** "for Ana Ruiz", "del festival de jazz Altavoz": proper names that are no place. */
const FOR = new RegExp(
  `(?:\\s|^)(?:for|of|about|para|de|del|sobre)\\s+(?:(?:the|a|an|our|my|el|la|los|las|un|una|mi|nuestr[oa])\\s+)?((?:[\\p{Ll}-]+\\s+){0,5}?)(${PROPER})`,
  'gu',
)
const SITE =
  /^(?:(?:simple|modern|beautiful|small|nice|elegant|static|personal|professional|creative|responsive|clean|minimal(?:ist)?|profesional|one[- ]page|single[- ]page|sencill[oa]|modern[oa]|bonit[oa]|elegante)\s+)*(?:portfolio|portafolio|landing|web)?\s*(?:site|website|web ?page|page|sitio(?: web)?|p[aá]gina(?: web)?|web|landing|one pager|portfolio|portafolio)\s*(?:de inicio|de aterrizaje)?\s*/iu
const CUT =
  /\s*(?:[:;(]|\s(?:with|including|featuring|showing|where|called|named|con|que incluya|donde|llamad[oa]|titulad[oa])\s|,\s*(?=\d|an?\s|una?\s|the\s|el\s|la\s)|["“«]).*$/isu
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

const firstSentence = (text: string): string =>
  condensed(text)
    .split(/(?<=[.!?])\s+|\n/)[0]!
    .replace(/[.!?]+$/, '')

export function readName(text: string, locale: Locale): string {
  const called = CALLED.exec(condensed(text))
  const given = called?.[1] ?? called?.[2] ?? QUOTED.exec(firstSentence(text))?.[1]
  if (given !== undefined) return given.trim().slice(0, 60)
  const sentence = firstSentence(text)
  for (const [, before = '', name = ''] of sentence.matchAll(FOR))
    if (!/\b(?:in|en|at|from|near)\s*$/.test(before.trimEnd()) && !/\b(?:in|en|at)\b/.test(before))
      return name.slice(0, 60)
  const proper = new RegExp(`(?<=\\S\\s)(?<!\\b(?:in|en|at|near|de)\\s)${PROPER}`, 'u').exec(sentence)?.[0]
  if (proper !== undefined && proper.length > 2) return proper.slice(0, 60)
  const subject = readSubject(text, locale)
    .replace(/\s+(?:in|en)\s+.*$/, '')
    .replace(/^(?:my|our|small|local|little|new|modern|the|mi|nuestr[oa]|pequeñ[oa])\s+/i, '')
  return capital(
    (subject === '' ? (locale === 'es' ? 'Mi sitio' : 'My site') : subject).split(/\s+/).slice(0, 4).join(' '),
  ).slice(0, 60)
}

/** "wedding photographer in Lisbon"; without the name and without articles. Empty when nothing is said. */
export function readSubject(text: string, locale: Locale): string {
  const sentence = firstSentence(text)
  // "…, a wedding photographer in Lisbon": said behind the name.
  const apposition = new RegExp(`${PROPER}["”»]?,\\s+(?:an?|the|una?|el|la)\\s+((?!\\d)[^,.:;]{3,70})`, 'u').exec(
    sentence,
  )?.[1]
  if (apposition !== undefined) return tidy(apposition.replace(CUT, ''))
  let rest = withoutLead(sentence).replace(SITE, '')
  rest = rest
    .replace(/^(?:for|of|about|para|de|del|sobre)\s+/iu, '')
    .replace(/^(?:an?|the|our|my|una?|el|la|los|las|mi|nuestr[oa])\s+/iu, '')
  // "en Villa de Leyva" is a place: it stays, whatever else is a name.
  const place = new RegExp(`\\s(?:in|en|at|near)\\s+${PROPER}`, 'u').exec(rest)?.[0] ?? ''
  rest = rest.replace(place, ' ')
  const quoted = QUOTED.exec(rest)
  if (quoted !== null) rest = `${rest.slice(0, quoted.index)} ${rest.slice(quoted.index + quoted[0].length)}`
  const name =
    new RegExp(`(?:called|named|llamad[oa])\\s+${PROPER}`, 'u').exec(rest) ?? new RegExp(PROPER, 'u').exec(rest)
  if (name !== null) rest = `${rest.slice(0, name.index)} ${rest.slice(name.index + name[0].length)}`
  const kept = tidy(rest.replace(CUT, ''))
  const subject = kept === '' ? '' : tidy(`${kept}${place}`)
  return subject.length > 80 || plain(subject).split(' ').length > 12 || locale === undefined ? '' : subject
}

const tidy = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '')
    .replace(/\s(?:for|of|para|de|del|with|con|and|y|in|en)$/i, '')
