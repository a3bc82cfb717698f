import { z } from 'zod'

/**
 * Scenarios: what somebody does and sees, as data in terms of labels, buttons and texts, never of selectors. Part of
 * `devora.json`. Browser-safe.
 */

/** What somebody reads on a page, to the letter but for case and spaces. */
const Words = z.string().min(1).max(500)

/**
 * Who does it: `visitor` has no account; `admin` has the claims of an admin; any other name is a person who has just
 * signed up. People of different names have nothing in common.
 */
export const Person = z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/)

const step = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ do: z.literal(name), as: Person.optional(), ...shape })

/** Inside of the smallest part of the page (item of a list, row, article, section) that also says this. */
const beside = Words.optional()

/**
 * One step. Without `as`, whoever did the last one; the first of a scenario is the visitor's. What somebody fills in
 * and later sees may hold `#1`, `#2`, …: each is another word in every run, so that no page can know it beforehand.
 * What they fill in may hold `{today}` or `{today+7}`, too: that day, as a date field takes it (`2027-01-31`).
 */
export const Step = z.discriminatedUnion('do', [
  /** Opens an address of the application; `{name}` in it stands for one that was noted. */
  step('visit', { path: z.string().startsWith('/').max(500) }),
  /** Notes the address of the page that is open. */
  step('note', { name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,30}$/) }),
  step('follow', { link: Words, beside }),
  /** Types into the field of that label. */
  step('fill', { label: Words, value: z.string().max(2_000), beside }),
  /** Of a list of choices, or of buttons of which one is pressed. */
  step('choose', { label: Words, option: Words, beside }),
  step('tick', { label: Words, on: z.boolean().optional(), beside }),
  step('upload', { label: Words, file: z.string().regex(/^[\w-]{1,60}\.[a-z0-9]{1,8}$/), beside }),
  /** Presses a button; a form is sent as it is filled in. */
  step('press', { button: Words, beside }),
  /** Takes what reads `item` and lets go of it on what reads `onto`; only where there is a browser. */
  step('drag', { item: Words, onto: Words }),
  /** Looks until it says so. */
  step('wait', { until: Words }),
  step('see', { text: Words, beside }),
  step('not_see', { text: Words, beside }),
  /** Reads the one above the other, top to bottom. */
  step('order', { texts: z.array(Words).min(2).max(20) }),
  /** What the styles of the page make of it: the colour behind all of it, or of a button, a link, a bar or a box. */
  step('see_colour', {
    colour: z.string().regex(/^#[0-9a-f]{6}$/i),
    of: z.enum(['background', 'component']),
  }),
  /** How many parts of the page say `text`. */
  step('count', { text: Words, is: z.int().min(0).max(10_000) }),
  /** What was tried last came to nothing: an answer of 401, 403 or 404, the sign-in page, or a message that says so. */
  step('refused', {}),
  /** Follows the link or presses the button of that name; the file that comes says `text`. */
  step('download', { from: Words, text: Words, beside }),
])
export type Step = z.infer<typeof Step>
export type StepKind = Step['do']

/** Every kind of step. */
export const STEP_KINDS: readonly StepKind[] = Step.options.map(({ shape }) => shape.do.value)

/** Steps that can fail because something is not as it was asked; a scenario without one of them asserts nothing. */
export const ASSERTING = new Set<StepKind>([
  'wait',
  'see',
  'not_see',
  'order',
  'see_colour',
  'count',
  'refused',
  'download',
])

export const Scenario = z.strictObject({
  /** What it shows, as a sentence in the project's language: "Ben cannot see Ana's notes". */
  title: Words,
  steps: z.array(Step).min(1).max(60),
})
export type Scenario = z.infer<typeof Scenario>
