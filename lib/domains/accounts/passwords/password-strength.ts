import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { invalid } from '../../../core/errors'

/**
 * Which passwords are taken at sign-up: not those that a guesser tries first. zxcvbn estimates how many guesses one
 * needs, from lists of leaked passwords, words and names (English and Spanish), keyboard walks, repeats and dates
 * (https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler); no network is asked.
 */

/** Below 10^8 guesses: zxcvbn calls it "somewhat guessable". */
const MIN_SCORE = 3
/** So much of a long one is looked at: the time grows with the square of the length, and enough is enough. */
const MAX_LOOKED_AT = 32
/** Letters that must be left without the person's own name and address. */
const MIN_OWN_REST = 6

let estimator: Promise<ZxcvbnFactory> | undefined

/** Loaded with the first sign-up: the lists take 5 MB and a tenth of a second. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Estimator }, common, spanish] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-es-es'),
  ])
  return new Estimator({
    dictionary: { ...common.dictionary, ...spanish.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: MAX_LOOKED_AT,
  })
}

const partsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)

/** The words of somebody's address and name, longest first. */
function ownWords({ email, fullName }: { email: string; fullName?: string | undefined }): string[] {
  const words = new Set([...partsOf(email), ...partsOf(fullName ?? ''), 'devora'])
  return [...words].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length)
}

function isOwn(password: string, words: string[]): boolean {
  let rest = password.toLowerCase()
  for (const word of words) rest = rest.replaceAll(word, ' ')
  return rest !== password.toLowerCase() && rest.replace(/[^\p{L}]+/gu, '').length < MIN_OWN_REST
}

/** @throws invalid_input for `password` when it is among the first that somebody would try */
export async function refuseGuessable(
  password: string,
  person: { email: string; fullName?: string | undefined },
): Promise<void> {
  const words = ownWords(person)
  if (isOwn(password, words)) throw invalid('password', 'reason.passwordOwn')
  estimator ??= load()
  const { score } = (await estimator).check(password.slice(0, MAX_LOOKED_AT), words)
  if (score < MIN_SCORE) throw invalid('password', 'reason.passwordGuessable')
}
