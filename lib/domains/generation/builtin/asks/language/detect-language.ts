import type { Locale } from '../../../../spec/inflect'
import type { Token } from '../reading/tokens'

/**
 * Which language a prompt is written in, by its function words. What is neither English nor Spanish is not guessed at:
 * none of it is understood then, and that is said.
 */
const COMMON: Record<string, string> = {
  en: 'the a an of and to for with where is are be should can that their they my we i in on it who by or from as only not no you app website every each',
  es: 'el la los las de y para con una un que donde en por del al se su sus mi como quiero necesito pueden puede solo no cada es son esta o lo web app',
  de: 'der die das und ich wir mit fur eine ein einen einer ist sind nicht auf zu im den dem von wer alle sollen kann konnen bitte moechte mochte oder nur sie',
  fr: 'le la les des et je nous avec pour une un est sont pas sur dans du qui que au aux ou je voudrais veux peuvent peut chaque leur leurs ce cette',
  pt: 'o a os as de e para com uma um que onde em por do da dos das se seu sua meu eu quero preciso podem pode nao cada sao ou no na voce',
  it: 'il lo la gli le di e per con una un che dove in del della dei si mio io vorrei voglio possono puo non ogni sono o al nel alla',
  nl: 'de het een en van ik wij met voor is zijn niet op te in den die wie alle kan kunnen wil of alleen waar hun',
}
const WORDS = Object.entries(COMMON).map(([language, words]) => [language, new Set(words.split(' '))] as const)
/** A language shows by its first thousand words. */
const MOST_TOKENS = 1_200
/** Letters that only one of the two uses. */
const SPANISH = /[ñ¿¡áéíóú]|ci[oó]n(?:es)?\b/iu

/**
 * @param likely the language of what was said before: a short remark need not prove its own
 * @returns null for any other language
 */
export function detectLanguage(text: string, tokens: readonly Token[], likely: Locale | null): Locale | null {
  const words = tokens
    .slice(0, MOST_TOKENS)
    .filter((token) => token.isWord)
    .map((token) => token.word)
  const counts = WORDS.map(([language, known]) => ({
    language,
    count: words.filter((word) => known.has(word)).length + (language === likely ? 1 : 0),
  }))
  const of = (language: string): number => counts.find((one) => one.language === language)?.count ?? 0
  const [best] = counts.toSorted((a, b) => b.count - a.count)
  const [en, es] = [of('en'), of('es') + (SPANISH.test(text.slice(0, 2_000)) ? 1 : 0)]
  const own = Math.max(en, es)
  if (best !== undefined && best.count > own && best.count >= 3) return null
  // Letters of another alphabet, and hardly a word that is known.
  const foreign = words.filter((word) => /[^\p{Script=Latin}\p{N}'’_.:/@#+-]/u.test(word)).length
  if (foreign * 2 > words.length) return null
  return es > en ? 'es' : en > es ? 'en' : (likely ?? 'en')
}
