import type { Span } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { MAX_QUESTIONS, type Question, type SuggestedAnswer } from '../../../spec/questions'
import { entityNames } from '../../../spec/names'
import type { Reading } from './settle'

const MOST_ANSWERS = 4
/** Of the words that carry something: above this share, too little was understood to build from. */
const MOST_UNREAD = 0.6
const MOST_QUOTED = 80

const TEXT = {
  en: {
    what: 'What should it keep?',
    keep: (things: string) => `It keeps ${things}.`,
    who: (things: string) => `Who may see “${things}”?`,
    everyone: (things: string) => `Anyone can view ${things}.`,
    members: (things: string) => `Only members can view ${things}.`,
    own: (things: string) => `Users only see their own ${things}.`,
    words: (said: string) => `“${said}” was not understood. What is meant by it?`,
    leave: 'Leave it out.',
  },
  es: {
    what: '¿Qué debe guardar?',
    keep: (things: string) => `Guarda ${things}.`,
    who: (things: string) => `¿Quién puede ver «${things}»?`,
    everyone: (things: string) => `Cualquiera puede ver ${things}.`,
    members: (things: string) => `Solo los miembros pueden ver ${things}.`,
    own: (things: string) => `Los usuarios solo ven sus ${things}.`,
    words: (said: string) => `No entendí «${said}». ¿Qué quiere decir?`,
    leave: 'Déjalo fuera.',
  },
} as const

/** An answer that goes on with the prompt in its own words. */
const saying = (text: string): SuggestedAnswer => ({ text, says: text })
const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { text }) => sum + text.length, 0)
const longest = (spans: readonly Span[]): Span | undefined => spans.toSorted((a, b) => b.text.length - a.text.length)[0]
const quoted = (text: string): string => text.replace(/\s+/g, ' ').slice(0, MOST_QUOTED)

/**
 * What to ask before anything is built, in the prompt's language, where a first prompt is vague: it says nothing that
 * could be built or refused, or most of it was not understood. Otherwise nothing.
 */
export function questionsFor(plan: AppSpec, { asks, prompt, language }: Reading): Question[] {
  const text = TEXT[language ?? plan.locale]
  const isVague = asks.length === 0
  const unread = lengthOf(prompt.notUnderstood)
  const total = unread + lengthOf(asks.flatMap(({ spans }) => spans))
  if (!isVague && unread <= total * MOST_UNREAD) return []
  const own = plan.entities.filter(({ table }) => table !== 'profiles').slice(0, MOST_ANSWERS - 1)
  const names = own.map((entity) => entityNames(entity).labelMany.toLowerCase())
  const [main] = names
  const said = longest(prompt.notUnderstood)
  const questions: (Question | null)[] = [
    isVague && main !== undefined
      ? { id: 'what', text: text.what, answers: [...new Set([main, names.join(', ')])].map(text.keep).map(saying) }
      : null,
    said === undefined || isVague
      ? null
      : { id: 'words', text: text.words(quoted(said.text)), about: said, answers: [{ text: text.leave, says: '' }] },
    main === undefined || asks.some(({ kind }) => kind === 'access')
      ? null
      : {
          id: 'who',
          text: text.who(main),
          answers: [text.everyone(main), text.members(main), text.own(main)].map(saying),
        },
  ]
  return questions.filter((question) => question !== null).slice(0, MAX_QUESTIONS)
}
