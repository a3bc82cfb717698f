import type { ProjectKind } from '../../../spec/contract'
import { BY_KEY, core, findKnown, makeUnknown } from './find-archetype'
import { isPlural, plain, singularOf } from './inflect'
import type { Archetype } from './lexicon/archetype'
import { FIELD_WORDS, type FieldWord } from './lexicon/field-words'
import { GENERIC_NOUNS } from './lexicon/grammar'
import type { Phrase } from './read-phrases'
import type { PromptReading } from './read-prompt'

/** A thing the application manages: what it is, how it is called here, and which fields the prompt names for it. */
export type Thing = { archetype: Archetype; score: number; fields: Set<string>; order: number; /** The maker's own word for it: "client" for a customer. */ called?: string }

const FIELD_NAMES: ReadonlyMap<string, FieldWord> = new Map(
  [...FIELD_WORDS.values()].flatMap((word) => [word.key, word.es, ...word.also].map((name) => [plain(name), word] as const)).reverse(),
)
/** The field that a phrase names: "prep time", "e-mail", "fotos". */
export function findField(words: string[], locale: PromptReading['locale']): FieldWord | undefined {
  const text = words.map(plain).join(' ')
  return FIELD_NAMES.get(text) ?? FIELD_NAMES.get(plain(singularOf(text, locale)))
}

/** What features bring along, whatever noun they hang on. A feature counts once, however often it is mentioned. */
const FEATURES: Array<[RegExp, string[]]> = [
  [/\bvot(?:e|es|ing|ar|aciones)\b|\bpolls?\b|\bencuestas?\b/, ['poll', 'option', 'vote']],
  [/\btrivia\b/, ['contest', 'question', 'answer option', 'answer']],
  [/\bquiz(?:zes)?\b|\bcuestionarios?\b/, ['quiz', 'question', 'answer option', 'answer']],
  [/\bscor(?:es?|ing)\b|\bpuntuaciones\b/, ['score']],
  [/\bcategori[sz]\w+|\bby category\b|\bpor categorias?\b/, ['category']],
  [/\bcomment(?:s|ing)?\b|\bcomentarios?\b|\bcomentar\b/, ['comment']],
  [/\brat(?:e|es|ings?) (?:them|it|each|and|recipes|books|movies)|\bratings?\b|\bcalificar\b|\bvalorar\b|\bvaloraciones\b|\brate\b/, ['rating']],
  [/\breviews?\b|\bresenas?\b/, ['review']],
  [/\benrol\w*\b|\binscri\w+\b/, ['enrollment']],
  [/\bnewsletters?\b|\bboletin(?:es)?\b|\bsubscribe to\b/, ['newsletter subscriber']],
  [/\bcontact (?:us|form|page|information|the)\b|\bget in touch\b|\bformulario de contacto\b|\bcontactar\b|\bcontactanos\b/, ['contact message']],
  [/\bfollow (?:specific|topics?|other|people|users)\b|\bseguir (?:a|temas)\b/, ['follow']],
  [/\bbook(?:ing)? (?:an? )?appointments?\b|\bappointments?\b|\bcitas\b/, ['appointment']],
  [/\bapply for\b|\bjob applications?\b|\bpostular\w*\b/, ['application']],
  [/\bplace orders?\b|\bcheckout\b|\bshopping cart\b|\bcompleting orders\b|\border management\b|\bpedidos?\b/, ['order', 'order item']],
  [/\bmessag(?:es?|ing)\b|\bcommunicat\w+ with\b|\bcommunication tools?\b|\bmensajes\b|\bmensajeria\b/, ['message']],
  [/\bnotifications?\b|\bnotificaciones\b/, ['notification']],
  [/\balerts?\b|\balertas?\b/, ['alert']],
  [/\bchat ?bots?\b/, ['faq', 'conversation', 'chat message']],
  [/\bpredictions?\b|\bpredicciones\b/, ['prediction']],
  [/\brecommendations?\b|\brecomendaciones\b/, ['recommendation']],
  [/\bgrades?\b|\bcalificaciones\b/, ['submission', 'grade']],
  [/\bpersonality (?:assessment|test)\b/, ['assessment']],
  [/\bprogress\b.*\b(?:track|summary)|\btrack\w* (?:their )?progress\b/, ['progress record']],
] // prettier-ignore

/** Archetypes whose names are everyday words: they count only where the text speaks of the thing itself. */
const ONLY_WHERE: Record<string, RegExp> = {
  score: /\bscor|\bpoints\b|\bpuntaje|\bpuntuacion/,
  link: /link ?tree|bookmark|\b(?:manag|add|organi|sav|edit|collect)\w* (?:\w+ ){0,2}links\b|\benlaces\b/,
  application: /\bappl(?:y|ies|ying)\b|\b(?:job|internship|loan|visa|scholarship|grant|membership|student|candidate|adoption)s? applications?\b|postul|solicitud/,
  contact: /\b(?:manag|stor|sav|import|add|keep)\w* (?:\w+ ){0,2}contacts\b|\bcontact (?:list|book)\b|\bcontactos\b/,
  question: /^(?!.*(?:frequently asked|faq|preguntas frecuentes)).*/s,
  work: /portfolio|portafolio|\bworks\b|artwork|\bobras?\b|\btrabajos\b/,
  like: /\blikes?\b(?! (?:to|a|an)\b)|me gusta/,
}

/** Of two names for nearly the same thing the more exact one stays: present → left out, unless the text insists. */
const INSTEAD: Array<[string, string, RegExp?]> = [
  ['team message', 'message'], ['chat message', 'message'], ['contact message', 'contact', /\bcontacts\b.*\b(?:manage|list)/], ['client notification', 'notification'],
  ['company profile', 'company', /\bcompanies (?:can|post|offer)/], ['news item', 'article', /\barticles?\b/], ['finished product', 'product'], ['call log', 'interaction'], ['answer option', 'option', /\bvot/],
] // prettier-ignore

/** What an application of a kind cannot do without, when the prompt names nothing at all. */
const ESSENTIALS: Record<ProjectKind, string[]> = {
  saas: ['project', 'task'], 'e-commerce': ['product', 'category', 'order', 'order item'], marketplace: ['listing', 'offer', 'review'], blog: ['article', 'comment', 'category'],
  dashboard: ['indicator', 'measurement'], crm: ['customer', 'deal', 'interaction'], booking: ['service', 'appointment'], social: ['post', 'comment', 'like'], tasks: ['task', 'subtask'],
  learning: ['course', 'lesson', 'enrollment'], chat: ['conversation', 'chat message', 'faq'], portfolio: ['work', 'contact message'], directory: ['listing', 'review'],
  inventory: ['product', 'stock movement', 'supplier'], other: ['note', 'category'],
} // prettier-ignore

const WEIGHT: Record<Phrase['role'], number> = { managed: 3, listed: 2.5, attached: 1.5, mentioned: 1, actor: 0.6 }
/** People who use the application become rows of their own only where somebody manages them. */
const isAudience = (one: Archetype): boolean => one.category === 'person'
export const MOST_THINGS = 9

/** All things of a prompt, best first. */
export function planThings(reading: PromptReading, kind: ProjectKind): Thing[] {
  const things = new Map<string, Thing>()
  const ofPhrase = new Map<number, Thing>()
  const add = (archetype: Archetype, score: number, called?: string): Thing => {
    const thing: Thing = things.get(archetype.key) ?? { archetype, score: 0, fields: new Set<string>(), order: things.size }
    thing.score += score
    if (called !== undefined && thing.called === undefined) thing.called = called
    things.set(archetype.key, thing)
    return thing
  }
  const readable = (known: ReturnType<typeof findKnown>): boolean => known !== null && (ONLY_WHERE[known.archetype.key]?.test(reading.plain) ?? true)
  const frequent = /frequently asked|\bfaqs?\b|preguntas frecuentes/.test(reading.plain)
  let last: Thing | undefined
  const read = (isSingularFine: boolean): void => {
    reading.phrases.forEach((phrase, index) => {
      if (ofPhrase.has(index)) return
      const host = phrase.to === undefined ? undefined : ofPhrase.get(phrase.to)
      const found = findKnown(phrase.words, reading.locale)
      const known = frequent && found?.archetype.key === 'question' ? { archetype: BY_KEY.get('faq')!, called: 'faq' } : readable(found) ? found : null
      const field = findField(core(phrase.words, reading.locale), reading.locale)
      // "with a photo and a price": fields of the thing before; "with ingredients": a thing of its own.
      if (field !== undefined && (known === null || (host !== undefined && phrase.link !== 'of' && known.archetype.access === 'auto'))) {
        if (host === undefined && phrase.words.every((word) => GENERIC_NOUNS.has(plain(word)))) return
        const target = host ?? (phrase.role === 'attached' || phrase.role === 'managed' ? last : undefined)
        target?.fields.add(field.key)
        return
      }
      if (known !== null) {
        const isMentioned = phrase.role !== 'managed' && phrase.role !== 'listed'
        // The shop that a shop's own application is for is no row in it.
        if (known.archetype.category === 'place' && namesApp(phrase, reading) && !isPlural(phrase.words.join(' '), reading.locale) && !isSingularFine) return
        last = add(known.archetype, WEIGHT[phrase.role] * (isAudience(known.archetype) && isMentioned ? 0.5 : 1), ownWord(known))
        ofPhrase.set(index, last)
        return
      }
      const isNamed = namesApp(phrase, reading) && (isSingularFine || kind !== 'portfolio')
      const unknown = phrase.role === 'managed' || phrase.role === 'listed' || isNamed ? makeUnknown(phrase.words, reading.locale, { isSingularFine }) : null
      if (unknown === null) return
      last = add(unknown, WEIGHT[phrase.role] * 0.8)
      ofPhrase.set(index, last)
    })
  }
  read(false)
  if ([...things.values()].filter((thing) => thing.archetype.pages === 'full' && thing.score >= 1).length < 2) read(true)
  for (const [pattern, keys] of FEATURES) {
    if (!pattern.test(reading.plain)) continue
    for (const key of keys) {
      const one = BY_KEY.get(key)
      if (one !== undefined && readable({ archetype: one, called: one.key })) add(one, 1.6)
    }
  }
  for (const [present, left, unless] of INSTEAD) if (things.has(present) && !(unless?.test(reading.plain) ?? false)) things.delete(left)
  const found = [...things.values()].filter((thing) => thing.score >= 1)
  if (found.filter((thing) => thing.archetype.pages === 'full').length === 0) for (const key of ESSENTIALS[kind]) found.push(add(BY_KEY.get(key)!, 1))
  const best = [...new Set(found)].sort((a, b) => b.score - a.score || a.order - b.order).slice(0, MOST_THINGS)
  return complete(best.sort((a, b) => a.order - b.order), kind)
}

/** People call a customer a client: their word is taken, where it is a plain synonym and not the name of a feature. */
function ownWord(known: { archetype: Archetype; called: string }): string | undefined {
  const { category, key, es } = known.archetype
  const isPlain = known.archetype.access !== 'inbox' && ['person', 'place', 'animal', 'goods', 'event'].includes(category) && known.called.split(' ').length <= 2 && !/(?:ing|ment|history)$/.test(known.called)
  return isPlain && known.called !== key && known.called !== es && !GENERIC_NOUNS.has(plain(known.called)) ? known.called : undefined
}

/** "A beehive tracker", "kayak rental app": the noun that the application is named after. */
const namesApp = (phrase: Phrase, reading: PromptReading): boolean => {
  const first = reading.phrases[0] === phrase
  return first && phrase.words.some((word) => !GENERIC_NOUNS.has(plain(word)))
}

/** The thing the application is mainly about: the first with pages of its own that is not a reaction to others. */
export const mainThing = (things: Thing[]): Thing | undefined =>
  things.filter((thing) => thing.archetype.pages === 'full' && thing.archetype.access !== 'child' && !isAudience(thing.archetype)).sort((a, b) => b.score - a.score)[0] ??
  things.find((thing) => thing.archetype.pages === 'full')

/** Alternatives of one link: `recipe!/meal/*` → keys in order, and whether the row makes no sense without it. */
export function parseLinks(links: string): Array<{ keys: string[]; required: boolean }> {
  return links
    .split(',')
    .map((link) => link.trim())
    .filter(Boolean)
    .map((link) => ({ keys: link.split('/').map((key) => key.replace('!', '').trim()), required: link.includes('!') }))
}

/** A vote needs something to vote on: adds the first alternative of a required link that nothing present satisfies. */
function complete(things: Thing[], _kind: ProjectKind): Thing[] {
  const all = [...things]
  const has = (key: string): boolean => all.some((thing) => thing.archetype.key === key)
  for (let at = 0; at < all.length && all.length < MOST_THINGS + 3; at++) {
    for (const { keys, required } of parseLinks(all[at]!.archetype.links)) {
      if (!required || keys.some(has) || (keys.includes('*') && mainThing(all) !== undefined && mainThing(all) !== all[at])) continue
      const first = keys.map((key) => BY_KEY.get(key)).find((one) => one !== undefined)
      if (first !== undefined) all.push({ archetype: first, score: 1, fields: new Set(), order: all.length })
    }
  }
  return all
}
