/** A further prompt cut into its orders: "add a due date to jobs, remove the parts and make the buttons red". */

const ORDERS =
  '(?:add|remove|delete|drop|call|rename|make|use|change|give|turn|(?:agreg|añad|quit|elimin|borr|pon|cambi|ll[aá]m|haz)\\p{L}*)'
const NEXT_ORDER = new RegExp(
  `(?:,\\s*(?:(?:and|then|y|luego)\\s+)?|\\s+(?:and|then|y|luego)\\s+(?:then\\s+)?)(?=(?:(?:also|please|tambi[eé]n|por favor)\\s+)*${ORDERS}\\s)`,
  'giu',
)
const SENTENCE_END = /[.!?;\n]+\s*/

/** "Members can delete their books" says who may, not that something goes. */
const PERMITS = /(?<!\p{L})(?:can(?:not)?|may|able to|allow\p{L}*|let|pued[ea]n?|podr\p{L}+|permit\p{L}*|dej\p{L}*)\s/iu

const POLITE = /^(?:can|could) you /i

/** Whether what stands before a verb says that somebody may do it, and orders nothing. */
export const permits = (before: string): boolean => PERMITS.test(before.replace(POLITE, ''))

/** More wishes than one prompt has; each is held against the whole plan. */
const MOST_CLAUSES = 400

/** Where one order of a sentence ends and the next one begins. What people may do in a row is no row of orders. */
export function orderBreaks(sentence: string): { end: number; next: number }[] {
  const asked = POLITE.exec(sentence)?.[0].length ?? 0
  const permitted = sentence.slice(asked).search(PERMITS)
  const last = permitted === -1 ? Infinity : asked + permitted
  const breaks: { end: number; next: number }[] = []
  let [depth, seen] = [0, 0]
  for (const { 0: joint, index } of sentence.matchAll(NEXT_ORDER)) {
    if (index > last) break
    for (; seen < index; seen++) depth += sentence[seen] === '(' ? 1 : sentence[seen] === ')' ? -1 : 0
    if (depth <= 0) breaks.push({ end: index, next: index + joint.length })
  }
  return breaks
}

/** Sentences, and the orders in them. */
export const clausesOf = (text: string): string[] =>
  text
    .split(SENTENCE_END)
    .flatMap((sentence) => {
      const breaks = orderBreaks(sentence)
      return [...breaks, { end: sentence.length, next: 0 }].map(({ end }, at) =>
        sentence.slice(at === 0 ? 0 : breaks[at - 1]!.next, end),
      )
    })
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, MOST_CLAUSES)
