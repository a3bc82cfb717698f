import type { Ask } from '../../spec/asks.ts'
import type { Scenario } from '../../spec/scenario.ts'
import { finding } from '../check.ts'
import type { AskResult, Finding, ScenarioResult } from '../contract.ts'
import { describeStep } from './describe-step.ts'
import type { Played } from './run-scenario.ts'

/** What is proven of an ask by what came of its scenarios. */
export function judge(ask: Ask, scenarios: readonly ScenarioResult[]): AskResult {
  const base = { id: ask.id, scenarios: [...scenarios] }
  const isFailed = scenarios.some(({ status }) => status === 'failed')
  if (isFailed) return { ...base, status: 'failed' }
  const open = scenarios.find(({ status }) => status === 'unproven')
  if (open !== undefined) return { ...base, status: 'unproven', why: open.why ?? NOT_TRIED }
  if (scenarios.length === 0)
    return { ...base, status: 'unproven', why: ask.unprovable ?? 'No scenario would show it.' }
  return { ...base, status: 'proven', control: 'pending' }
}

const NOT_TRIED = 'Its scenarios were not tried.'

/** What is known of asks whose scenarios were not tried. */
export const untried = (asks: readonly Ask[], why = NOT_TRIED): AskResult[] =>
  asks.map((ask) => settled(ask) ?? { id: ask.id, status: 'unproven', why, scenarios: [] })

/** Of an ask that is not to be tried: what is known without. */
export function settled({ id, state, why }: Ask): AskResult | null {
  if (state === 'planned') return null
  return { id, status: state, ...(why !== undefined && { why }), scenarios: [] }
}

/** The words of an ask, as somebody finds them in their sentence. */
export const wordsOf = ({ spans }: Ask): string =>
  spans
    .map(({ text }) => text)
    .join(' … ')
    .slice(0, 200)

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/**
 * A failed scenario, as whoever repairs it reads it. Where no file shows the page, the front end owes one. The rule
 * says whether a form had been sent by then: what was to come of it may as well lie with whoever receives forms.
 */
export function failureFinding(
  ask: Ask,
  scenario: Scenario,
  { at, person, step, seen, isAfterForm, isInBrowser }: NonNullable<Played['failure']>,
  file: string | undefined,
): Finding {
  const which = `“${wordsOf(ask)}” (${ask.id}): “${scenario.title}” fails${isInBrowser ? ' in a browser' : ''} at step ${at + 1} of ${scenario.steps.length}`
  return finding({
    check: 'behaviour',
    rule: isAfterForm ? 'scenario-fails-after-form' : 'scenario-fails',
    message: `${which}: ${capital(person)} ${describeStep(step)}. ${seen}`,
    ...(file === undefined ? { owner: 'frontend' } : { file }),
    hint: `It means: ${ask.meaning}`,
  })
}
