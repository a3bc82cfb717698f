import type { Ask, Span } from '../../spec/asks'
import type { AppSpec } from '../../spec/contract'
import { isScattered, type Owner, spansOf } from '../builtin/asks/account'
import { FUNCTION_WORDS } from '../builtin/asks/language/word-lists'
import { readAsks } from '../builtin/asks/read-asks'
import { bindingWords } from '../builtin/asks/reading/binding-words'
import { type Token, tokenize } from '../builtin/asks/reading/tokens'
import { clip } from '../answers/clip'
import type { AskAnswer, AsksAnswer } from './asks-answer'
import { type Fault, faultOf } from './fault'
import { type Misquote, Places } from './place-quotes'

/** Whose the words of a prompt are. */
export type Given = {
  /** Of asks (by their place in the answer), of context, and of nobody. */
  spans: ReadonlyMap<Owner, Span[]>
  /** Asks whose words all belong to another one: they say the same. */
  twins: readonly { owner: number; by: Owner }[]
  /** Asks with a word that limits. */
  limited: ReadonlySet<Owner>
  /** What the built-in reader takes the same words for. */
  read: readonly Ask[]
  faults: Fault[]
}

const MOST_TOLD = 40
/** Of one ask; more stretches are not kept apart. */
const MOST_QUOTES = 24
const MOST_CONTEXT = 400

/**
 * Gives each word that carries something to one ask, to context or to nobody. Context is what the built-in reader
 * takes for it, or says nothing that binds: no limit, nothing of the plan and nothing that would have to be built.
 */
export function giveWords(
  { asks, context }: Pick<AsksAnswer, 'asks' | 'context'>,
  { plan, text, nth }: { plan: AppSpec; text: string; nth: number },
): Given {
  const tokens = tokenize(text)
  // What is longer than the prompt does not stand in it, however it goes on.
  const cut = (said: string): string => said.slice(0, text.length + 1)
  const places = new Places(tokens)
  const { owners } = places
  const misquotes = [
    ...places.place(
      asks.flatMap(({ quotes }, owner) => quotes.slice(0, MOST_QUOTES).map((said) => ({ text: cut(said), owner }))),
    ),
    ...places.place(context.slice(0, MOST_CONTEXT).map((said) => ({ text: cut(said), owner: 'context' as const }))),
  ]
  const held = new Set(owners.values())
  const twins = misquotes.flatMap(({ owner, by }) =>
    typeof owner === 'number' && by !== undefined && !held.has(owner) ? [{ owner, by }] : [],
  )
  const { asks: read, prompt, language } = readAsks(plan, text, { nth, likely: nth > 0 ? plan.locale : null })
  const binding = bindingWords(plan, text, tokens, language ?? plan.locale)
  const isTalk = (token: Token): boolean =>
    prompt.context.some((span) => token.from >= span.from && token.to <= span.from + span.text.length)
  const isBare = ({ word }: Token): boolean => language !== null && FUNCTION_WORDS[language].has(word)
  const bound = places.words.filter((token) => owners.get(token) === 'context' && binding.has(token) && !isTalk(token))
  const left = places.words.filter((token) => !owners.has(token) && !isBare(token))
  for (const token of [...bound, ...left]) owners.set(token, 'unknown')
  const scattered = withoutScattered(text, tokens, owners)
  return {
    spans: spansOf(text, tokens, owners),
    twins,
    read,
    limited: new Set([...owners].flatMap(([token, owner]) => (binding.get(token) === 'limits' ? [owner] : []))),
    faults: [
      ...misquotes.flatMap((one) => misquoted(one, asks, held)),
      ...ofWords('no-context', bound, 'asks, limits or names something of the plan: context has none of it'),
      ...ofWords('left-over', left, 'belongs to no ask and is no context'),
      ...scattered.map((at) => faultOf('scattered', asks[at]!, 'is quoted in too many pieces')),
    ],
  }
}

/** Takes their words from asks of more stretches than are kept apart. */
function withoutScattered(text: string, tokens: readonly Token[], owners: Map<Token, Owner>): number[] {
  const scattered = [...spansOf(text, tokens, owners)].flatMap(([owner, spans]) =>
    typeof owner === 'number' && isScattered(spans) ? [owner] : [],
  )
  for (const [token, owner] of owners)
    if (typeof owner === 'number' && scattered.includes(owner)) owners.set(token, 'unknown')
  return scattered
}

function misquoted({ text, owner, is, by }: Misquote, asks: readonly AskAnswer[], held: ReadonlySet<Owner>): Fault[] {
  const said = clip(text, 120)
  if (is === 'absent')
    return [{ rule: 'not-in-prompt', message: `“${said}” does not stand in the request: quote its own words.` }]
  // An ask that has other words is not poorer for these, and context that an ask has taken needs nothing.
  if (typeof owner !== 'number' || held.has(owner)) return []
  const whose = typeof by === 'number' ? ` to “${clip(asks[by]?.meaning ?? '', 80)}”` : ''
  return [faultOf('same-words', asks[owner]!, `quotes “${said}”, which belongs${whose} already: a word has one ask`)]
}

const ofWords = (rule: string, tokens: readonly Token[], what: string): Fault[] =>
  tokens.length === 0
    ? []
    : [
        {
          rule,
          message: `${tokens
            .slice(0, MOST_TOLD)
            .map(({ word }) => `“${word}”`)
            .join(', ')} ${what}.`,
        },
      ]
