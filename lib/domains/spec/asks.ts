import { z } from 'zod'
import { Scenario } from './scenario.ts'

/**
 * What was asked, in the words of whoever asked, and the scenarios that would show that it is there: part of
 * `devora.json`. Browser-safe.
 */

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
