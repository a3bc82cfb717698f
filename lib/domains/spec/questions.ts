import { z } from 'zod'
import { Span } from './asks.ts'
import { MAX_ANSWER } from './constants.ts'

/**
 * What is asked back before anything is built, where a prompt is vague or may be read in more than one way: part of
 * `devora.json`. Unanswered, it is an assumption that the project was built on. Browser-safe.
 */

export const MAX_QUESTIONS = 4

/** An answer to choose: `says` goes on with the prompt; nothing does where it leaves the question open. */
export const SuggestedAnswer = z.strictObject({ text: z.string().min(1).max(200), says: z.string().max(MAX_ANSWER) })
export type SuggestedAnswer = z.infer<typeof SuggestedAnswer>

export const QuestionId = z.string().regex(/^[a-z][a-z0-9-]{0,20}$/)

export const Question = z.strictObject({
  id: QuestionId,
  /** In the prompt's language. */
  text: z.string().min(1).max(500),
  /** The words of the prompt that it is about. */
  about: Span.optional(),
  answers: z.array(SuggestedAnswer).min(1).max(5),
  /** What was answered, as it goes on with the prompt; absent: nobody has. */
  said: z.string().max(MAX_ANSWER).optional(),
})
export type Question = z.infer<typeof Question>
