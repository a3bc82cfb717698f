import { MAX_MEMORY_TEXT } from './constants'
import type { MemoryKind } from './contract'
import { contentWords } from './words'

/**
 * What a prompt tells about how its author works in general, not about this one application. Pure rules, English and
 * Spanish.
 */

/** `topic`: of several statements about it only the newest counts; null: the words themselves are the topic. */
export type Proposal = {
  kind: Exclude<MemoryKind, 'project'>
  topic: string | null
  text: string
  /** It was said to hold everywhere; else it is a wish of the project that the prompt is about. */
  isAlways: boolean
}

type Topic = { topic: string; pattern: RegExp; text: string }

/** Not the theme a person prefers, but a switch they want to have built. */
const NO_SWITCH = String.raw`(?!\s*(?:toggle|switch|option|support)|\s*(?:\/|and|or|y|o)\s*(?:a\s+)?(?:dark|light|claro|oscuro))`
const TOPICS: readonly Topic[] = [
  { topic: 'theme', pattern: new RegExp(String.raw`\bdark[- ](?:theme|mode)\b${NO_SWITCH}`, 'iu'), text: 'Dark theme' },
  {
    topic: 'theme',
    pattern: new RegExp(String.raw`\blight[- ](?:theme|mode)\b${NO_SWITCH}`, 'iu'),
    text: 'Light theme',
  },
  { topic: 'theme', pattern: new RegExp(String.raw`\b(?:tema|modo) oscuro\b${NO_SWITCH}`, 'iu'), text: 'Tema oscuro' },
  { topic: 'theme', pattern: new RegExp(String.raw`\b(?:tema|modo) claro\b${NO_SWITCH}`, 'iu'), text: 'Tema claro' },
  {
    topic: 'typescript',
    pattern: /\bstrict typescript\b|\btypescript (?:in )?strict(?: mode)?\b/iu,
    text: 'TypeScript strict',
  },
  { topic: 'typescript', pattern: /\btypescript (?:en modo )?estricto\b/iu, text: 'TypeScript estricto' },
]
/** "light or dark theme", "no dark mode": names it without asking for it. */
const NOT_ASKED =
  /\b(?:no|not|without|don't|never|avoid|sin|nunca)\b(?:\s+\p{L}+){0,2}\s+(?:dark|light|tema|modo|strict|typescript)\b|\b(?:light|dark|claro|oscuro)\s*(?:and|or|\/|y|o)\s*(?:light|dark|claro|oscuro)\b|\bboth\b|\bambos\b/iu

/** At the beginning of a sentence only: in "Members never see drafts" it is the application that never does. */
const STANDING =
  /^(?:please,? |por favor,? )?(?:always|never|from now on|by default,? use|(?:in|for) (?:all|every one of) my (?:projects|apps|applications|sites)|i (?:always |usually |really )?prefer|i(?:'d| would) rather|i (?:always|never) (?:want|use)|siempre|nunca|jamás|prefiero|a partir de ahora|de ahora en adelante|en todos mis proyectos|para todos mis proyectos|(?:en|para) todas mis (?:aplicaciones|apps))(?=[\s,:])/iu
const REMEMBER = /^(?:please,? |por favor,? )?(?:remember(?: that|:)|recuerda(?: que|:)|acuérdate de que)\s+(.+)$/iu
const ABOUT =
  /^(?:my|our|mi|nuestra|nuestro) (company|business|shop|brand|team|studio|name|empresa|negocio|tienda|marca|equipo|estudio|nombre) (?:is|are|es|se llama|is called)\s+\S/iu

/**
 * A long run of letters and digits mixed is a key or a password more often than a word. It does not belong into
 * prompts.
 */
const LONG_RUN = /[\w+/=-]{20,}/
export const looksSecret = (text: string): boolean =>
  text.split(/\s+/).some((word) => {
    const at = word.search(LONG_RUN)
    const rest = word.slice(at)
    return at >= 0 && /\d/.test(rest) && /[a-z]/i.test(rest)
  })

const sentencesOf = (prompt: string): string[] =>
  prompt
    .split(/(?<![.!?;])[.!?;]+(?=\s|$)|\n+/u)
    .map((sentence) =>
      sentence
        .replace(/^[\s\-*•–—>#]+|^\s*\d+[.)]\s*|(?<!\s)\s+$/gu, '')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .filter((sentence) => sentence !== '' && !looksSecret(sentence))

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const proposal = (kind: Proposal['kind'], topic: string | null, text: string, isAlways = true): Proposal => ({
  kind,
  topic,
  isAlways,
  text: capitalized(text).slice(0, MAX_MEMORY_TEXT).toWellFormed(),
})

/** Anywhere in a sentence: what it asks for is meant for every project. */
const EVERYWHERE =
  /\b(?:in|for|across) (?:all|every one|each|any) (?:of )?my (?:projects|apps?|applications?|sites)\b|\bevery (?:app|project|site) of mine\b|\bfrom now on\b|,? always$|\ben tod[oa]s mis (?:proyectos|apps|aplicaciones|sitios)\b|\ben adelante\b|\ba partir de ahora\b|,? siempre$/iu
/** The sentences of a prompt that are meant for every project, joined; empty when there are none. */
export const saidForAll = (prompt: string): string =>
  sentencesOf(prompt)
    .filter((sentence) => EVERYWHERE.test(sentence) || STANDING.test(sentence))
    .join('. ')

function topicsIn(text: string, isAlways = true): Proposal[] {
  if (NOT_ASKED.test(text)) return []
  return TOPICS.filter(({ pattern }) => pattern.test(text)).map((found) =>
    proposal('preference', found.topic, found.text, isAlways),
  )
}

/**
 * "Always TypeScript strict, dark theme and rounded corners" is three preferences; without a topic in it a sentence
 * stays whole.
 */
function standing(sentence: string): Proposal[] {
  const trigger = STANDING.exec(sentence)![0]
  const isNegative = /\b(?:never|nunca|jamás)$/iu.test(trigger)
  const parts = sentence
    .slice(trigger.length)
    .split(/,\s*(?:and |y )?|\s+(?:and|y)\s+/iu)
    .map((part) => part.trim())
    .filter(Boolean)
  const perPart = isNegative ? [] : parts.map((part) => topicsIn(part))
  if (!perPart.some((found) => found.length > 0)) return [proposal('preference', null, sentence)]
  return parts.flatMap((part, index) => {
    if (perPart[index]!.length > 0) return perPart[index]!
    return contentWords(part).length === 0 ? [] : [proposal('preference', null, `${trigger} ${part}`)]
  })
}

/** In the order in which the prompt says them; a later one about the same topic replaces an earlier one. */
export function proposeMemories(prompt: string): Proposal[] {
  const found = sentencesOf(prompt).flatMap((sentence) => {
    const remembered = REMEMBER.exec(sentence)?.[1]
    const about = ABOUT.exec(remembered ?? sentence)?.[1]
    if (about !== undefined) return [proposal('fact', `about:${about.toLowerCase()}`, remembered ?? sentence)]
    if (remembered !== undefined)
      return STANDING.test(remembered) ? standing(remembered) : [proposal('fact', null, remembered)]
    if (STANDING.test(sentence)) return contentWords(sentence).length === 0 ? [] : standing(sentence)
    return topicsIn(sentence, EVERYWHERE.test(sentence))
  })
  const byKey = new Map<string, Proposal>()
  for (const one of found) {
    const key = one.topic ?? one.text.toLowerCase()
    byKey.delete(key)
    byKey.set(key, one)
  }
  return [...byKey.values()]
}
