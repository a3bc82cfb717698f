import type { Ask } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { UNTRUSTED_RULE } from '../../answers/untrusted'
import { struck } from '../../builtin/asks/follow-asks'
import { type Beginning, joined } from '../../builtin/asks/with-asks'
import { BudgetSpent } from '../../metering/budget-spent'
import type { ModelUse } from '../../metering/model-call'
import { AsksAnswer } from '../../planning/asks-answer'
import { completeAsks, type CompletedAsks, replacedScenarios } from '../../planning/complete-asks'
import { GeneratorFailed } from '../generator-failed'
import { ARCHITECT_ASKS } from './instructions'
import { askObject, type ModelArchitectInput, requestText } from './model-architect'

const MOST_OUTPUT = 16_000
const MOST_FAULTS = 40

/**
 * Third call: what was asked, and what would show it. The plan is the given one with asks. What does not hold is asked
 * for once more; what is left then is settled without the model (`completeAsks`).
 * @throws GeneratorFailed when the model fails for good, or not one of its asks stands in the prompt
 */
export async function planAsks(
  spec: AppSpec,
  at: Beginning,
  input: ModelArchitectInput,
  use: ModelUse,
): Promise<AppSpec> {
  const text = [...requestText({ ...input, prompt: at.text }), ...planText(spec, at)].join('\n\n')
  const ask = (more: string): Promise<AsksAnswer> =>
    askObject(use, {
      instructions: `${ARCHITECT_ASKS}\n\n${UNTRUSTED_RULE}`,
      text: `${text}${more}`,
      schema: AsksAnswer,
      maxOutput: MOST_OUTPUT,
      signal: input.signal,
    })
  const first = await ask('')
  const complete = (answer: AsksAnswer): Tried => ({
    answer,
    made: completeAsks(answer, { plan: spec, text: at.text, nth: at.nth, firstId: at.firstId }),
  })
  const tried = complete(first)
  const again = tried.made.faults.length === 0 ? null : await onceMore(() => ask(faultsText(tried)))
  const better = again === null ? tried : betterOf(tried, complete(again))
  if (better.made.asks.length === 0) throw new GeneratorFailed('incomplete', { key: 'model.noAsks' })
  return joined(spec, { ...at, asks: followedBy(better.answer, spec, at) }, better.made)
}

type Tried = { answer: AsksAnswer; made: CompletedAsks }

/** The second answer is there to be better; without one the first stands. */
async function onceMore(ask: () => Promise<AsksAnswer>): Promise<AsksAnswer | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GeneratorFailed || error instanceof BudgetSpent) return null
    throw error
  }
}

const betterOf = (before: Tried, after: Tried): Tried =>
  after.made.asks.length > 0 && after.made.faults.length <= before.made.faults.length ? after : before

/** Earlier asks, as far as the answer says that they are wanted no more, or shown otherwise. */
function followedBy({ earlier }: AsksAnswer, spec: AppSpec, { asks, text }: Beginning): Ask[] {
  const said = new Map(earlier.map((one) => [one.ask.trim(), one]))
  return asks.map((ask) => {
    const one = said.get(ask.id)
    if (one === undefined || ask.state === 'struck') return ask
    if (one.now === 'struck') return struck(ask, spec, text)
    const scenarios = ask.state === 'planned' ? replacedScenarios(ask, one.scenarios, spec) : null
    if (scenarios === null) return ask
    const { unprovable: _, ...shown } = ask
    return { ...shown, scenarios }
  })
}

function planText(spec: AppSpec, { asks }: Beginning): string[] {
  const { name, kind, locale, theme, entities, access, routes } = spec
  const pages = spec.pages.map(({ path, title, purpose, view, auth }) => ({ path, title, purpose, view, auth }))
  const plan = { name, kind, locale, theme, entities, access, pages, routes: routes.map(({ path }) => path) }
  const earlier = asks
    .filter(({ state }) => state === 'planned')
    .map(({ id, meaning, scenarios }) => ({ id, meaning, scenarios }))
  return [
    `# The plan that is built\n${JSON.stringify(plan)}`,
    ...(earlier.length === 0 ? [] : [`# Earlier asks\n${JSON.stringify(earlier)}`]),
  ]
}

const faultsText = ({ answer, made }: Tried): string => {
  const faults = made.faults.slice(0, MOST_FAULTS).map(({ message }) => `- ${message}`)
  return `\n\n# Your last answer\n${JSON.stringify(answer)}\n\n# What does not hold of it\n${faults.join('\n')}\n\nAnswer all of it again, so that it holds.`
}
