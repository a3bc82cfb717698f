import { clip } from '../answers/clip'
import type { AskAnswer } from './asks-answer'

/** What does not hold of a model's asks, in words that it can mend it by. */
export type Fault = { rule: string; message: string }

export const faultOf = (rule: string, wish: AskAnswer, what: string): Fault => ({
  rule,
  message: `The ask “${clip(wish.meaning || wish.quotes.join(' … '), 120)}” ${what}.`,
})
