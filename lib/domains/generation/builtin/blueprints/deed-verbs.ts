import { plain } from '../../../spec/inflect'
import { VERBS } from '../architect/lexicon/grammar'

/** What the lemma of a verb may be that has this form: "backs" → back, "apoya", "apoyan" → apoyar. */
export function lemmasOf(word: string): string[] {
  const known = VERBS.get(word)?.lemma
  const stem = /^([a-z]{3,}?)[ae]n?$/.exec(word)?.[1]
  return [
    ...(known === undefined ? [] : [plain(known)]),
    word.replace(/(?<=[a-z]{3})s$/, ''),
    ...(stem === undefined ? [] : [`${stem}ar`, `${stem}er`, `${stem}ir`]),
  ]
}
