import type { z } from 'zod'
import { AppSpec } from '../contract'
import { dangersIn } from './dangers'
import { inEnglish } from './edited'
import type { Fault } from './fault'
import { faultsIn } from './faults'

/** An answer that lists more than this helps nobody. */
const MAX_ISSUES = 20

/** A fault as zod tells it. `params.told` says it in other languages. */
const issueOf = ({ path, told }: Fault): z.core.$ZodRawIssue => ({
  code: 'custom',
  path: [...path],
  message: inEnglish(told),
  params: { told },
  input: undefined,
})

/** A plan from which files can be written without anything leaving its quotes, its folder or its line. */
export const SafeSpec = AppSpec.superRefine((spec, context) => {
  const [danger] = dangersIn(spec)
  if (danger !== undefined) context.addIssue(issueOf(danger))
})

/** A plan that can be built as it is: what the studio sends, the architect drafts and models answer. */
export const Plan = SafeSpec.superRefine((spec, context) => {
  for (const found of [...faultsIn(spec)].slice(0, MAX_ISSUES)) context.addIssue(issueOf(found))
})
