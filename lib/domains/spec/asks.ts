import { z } from 'zod'

/**
 * What was asked, in the words of whoever asked, and the scenarios that would show that it is there: part of
 * `devora.json`. Scenarios are data in terms of what somebody sees (labels, buttons, text), never of selectors.
 * Browser-safe.
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
export const ASSERTING = new Set<StepKind>(['wait', 'see', 'not_see', 'order', 'count', 'refused', 'download'])

export const Scenario = z.strictObject({
  /** What it shows, as a sentence in the project's language: "Ben cannot see Ana's notes". */
  title: Words,
  steps: z.array(Step).min(1).max(60),
})
export type Scenario = z.infer<typeof Scenario>

export const ASK_KINDS = [
  'data',
  'feature',
  'page',
  'access',
  'rule',
  'state',
  'computed',
  'look',
  'language',
  'notification',
  'export',
  'exclusion',
] as const
export const AskKind = z.enum(ASK_KINDS)
export type AskKind = z.infer<typeof AskKind>

/** A stretch of a prompt: from the character `from` (UTF-16 units, as JavaScript counts) on, exactly these words. */
export const Span = z.strictObject({ from: z.int().min(0), text: z.string().min(1).max(20_000) })
export type Span = z.infer<typeof Span>

/** What of the plan an ask came to: provenance from the words to the files. */
export const PlanItem = z.string().regex(/^(?:entity|field|page|route|access|rule|theme|name|locale):[^\s]{0,200}$/)

export const AskId = z.string().regex(/^a\d{1,3}$/)

/** One wish of the user. */
export const Ask = z.strictObject({
  id: AskId,
  /** Which of `prompts` it stands in, counted from 0. */
  prompt: z.int().min(0),
  /** The words that say it; several stretches where others stand between them. */
  spans: z.array(Span).min(1).max(12),
  /** What they mean, as one sentence in the project's language. */
  meaning: z.string().min(1).max(1_000),
  kind: AskKind,
  /** `planned`: it is meant to be there. `not_built`: it is not, `why` says so. `struck`: it is wanted no more. */
  state: z.enum(['planned', 'not_built', 'struck']),
  why: z.string().max(1_000).optional(),
  /** Why no scenario can show here what is planned; such an ask is never proven. */
  unprovable: z.string().max(1_000).optional(),
  items: z.array(PlanItem).max(60).optional(),
  scenarios: z.array(Scenario).max(12),
})
export type Ask = z.infer<typeof Ask>

/** What became of an ask. `proven`: its scenarios ran on exactly these files and passed; `unproven`: none could. */
export const AskStatus = z.enum(['proven', 'unproven', 'failed', 'not_built', 'struck'])
export type AskStatus = z.infer<typeof AskStatus>

/** A prompt, and what of its words belongs to no ask. */
export const AskedPrompt = z.strictObject({
  text: z.string().max(20_000),
  /** Says what kind of thing is wanted, or is politeness: nothing to build. */
  context: z.array(Span).max(400),
  /** Words that nothing was made of, because what they mean was not understood. */
  notUnderstood: z.array(Span).max(400),
})
export type AskedPrompt = z.infer<typeof AskedPrompt>

/**
 * How much of what was asked a version does: what a status never stands without. Numbers of asks, but for
 * `notUnderstood`: stretches of the prompts that nothing was made of.
 */
export const Asked = z.object({
  asks: z.int(),
  proven: z.int(),
  unproven: z.int(),
  failed: z.int(),
  notBuilt: z.int(),
  notUnderstood: z.int(),
})
export type Asked = z.infer<typeof Asked>
