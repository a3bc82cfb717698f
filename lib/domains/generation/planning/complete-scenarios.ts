import type { AskKind } from '../../spec/asks'
import { ASSERTING, type Scenario, Step } from '../../spec/scenario'
import type { AppSpec } from '../../spec/contract'
import { faultsOfScenario } from '../../spec/scenario-faults'
import { clip } from '../answers/clip'
import { visibleText } from '../answers/untrusted'
import type { ScenarioAnswer, StepAnswer } from './asks-answer'
import type { Fault } from './fault'
import { plain } from '../../../core/text'

/**
 * Scenarios of a model as `devora.json` has them, and what is wrong with them: one that cannot be played on the plan,
 * or that a page could pass which only pretends, shows nothing.
 */

const VISITORS = /^(?:visitor|visitante|anon|anonymous|guest|invitado|nobody|public)$/
const ADMINS = /^(?:admin|administrator|administrador|administradora)$/

function personOf(raw: string): string {
  const name = plain(raw)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-+$/g, '')
    .slice(0, 31)
  return VISITORS.test(name) ? 'visitor' : ADMINS.test(name) ? 'admin' : name || 'visitor'
}

const pathOf = (raw: string): string => `/${raw.trim().replace(/^(?:https?:\/\/[^/]+)?\/*/i, '')}`
const noteOf = (raw: string): string => raw.replace(/[^a-zA-Z0-9]/g, '').replace(/^./, (first) => first.toLowerCase())
const FILE = /^[\w-]{1,60}\.[a-z0-9]{1,8}$/

/** Null for what is no step: the schema says so. */
function stepOf({ do: kind, as, what, value, beside }: StepAnswer): Step | null {
  const [said, given] = [visibleText(what ?? '').trim(), visibleText(value ?? '').trim()]
  const by = beside === null ? {} : { beside: visibleText(beside).trim() }
  const shapes: Record<Step['do'], () => object> = {
    visit: () => ({ path: pathOf(said) }),
    note: () => ({ name: noteOf(said) }),
    follow: () => ({ link: said, ...by }),
    fill: () => ({ label: said, value: given, ...by }),
    choose: () => ({ label: said, option: given, ...by }),
    tick: () => ({ label: said, ...(/^(?:off|no|false|0)$/i.test(given) && { on: false }), ...by }),
    upload: () => ({ label: said, file: FILE.test(given) ? given : 'picture.png', ...by }),
    press: () => ({ button: said, ...by }),
    drag: () => ({ item: said, onto: given }),
    wait: () => ({ until: said }),
    see: () => ({ text: said, ...by }),
    not_see: () => ({ text: said, ...by }),
    order: () => ({ texts: [said, ...given.split('\n')].map((text) => text.trim()).filter(Boolean) }),
    see_colour: () => ({ colour: said, of: /^back/i.test(given) ? 'background' : 'component' }),
    count: () => ({ text: said, is: Number.parseInt(given, 10) }),
    refused: () => ({}),
    download: () => ({ from: said, text: given, ...by }),
  }
  const made = Step.safeParse({ do: kind, ...(as !== null && { as: personOf(as) }), ...shapes[kind]() })
  return made.success ? made.data : null
}

/** What a scenario is held against. */
export type Held = {
  plan: AppSpec
  kind: AskKind
  /** What it is about takes no words at all, so that nothing unforeseeable can be filled in. */
  isWordless: boolean
}

/** @returns null for the scenario when it shows nothing; the faults say why */
export function completeScenario(
  answer: ScenarioAnswer,
  fallbackTitle: string,
  held: Held,
): { scenario: Scenario | null; faults: Fault[] } {
  const title = clip(answer.title, 200) || clip(fallbackTitle, 200)
  const steps = answer.steps.map(stepOf)
  const wrong = steps.findIndex((step) => step === null)
  if (steps.length === 0 || steps.length > 60 || wrong >= 0)
    return { scenario: null, faults: [unplayable(title, wrong)] }
  const scenario: Scenario = { title, steps: steps.filter((step) => step !== null) }
  const faults = [
    ...faultsOfScenario(scenario),
    ...faultsOfAddresses(scenario, held.plan),
    ...faultsOfWords(scenario, held),
  ]
  return { scenario: faults.length === 0 ? scenario : null, faults }
}

const unplayable = (title: string, at: number): Fault => ({
  rule: 'unplayable',
  message:
    at < 0 ? `“${title}” has no steps that can be played.` : `“${title}”: step ${at + 1} lacks what it is about.`,
})

const partsOf = (path: string): string[] => path.split(/[?#]/, 1)[0]!.split('/').filter(Boolean)

/** An address that no page of the plan has shows nothing, unless it is to be refused. */
function faultsOfAddresses({ title, steps }: Scenario, { pages, routes }: AppSpec): Fault[] {
  const known = [...pages, ...routes].map(({ path }) => partsOf(path))
  const isKnown = (path: string): boolean => {
    const parts = partsOf(path)
    return known.some(
      (one) => one.length === parts.length && one.every((part, at) => part.startsWith('[') || part === parts[at]),
    )
  }
  return steps.flatMap((step, at) => {
    if (step.do !== 'visit' || step.path.includes('{')) return []
    if (step.path.includes('['))
      return [
        { rule: 'no-address', message: `“${title}” opens ${step.path}, which is no address of one row: note one.` },
      ]
    return isKnown(step.path) || steps[at + 1]?.do === 'refused'
      ? []
      : [{ rule: 'no-address', message: `“${title}” opens ${step.path}, and the plan has no page there.` }]
  })
}

const wordsIn = (text: string): string[] => text.match(/#\d{1,2}(?!\d)/g) ?? []
const filledIn = (step: Step): string =>
  step.do === 'fill' ? step.value : step.do === 'choose' ? step.option : step.do === 'visit' ? step.path : ''
function lookedFor(step: Step): string {
  const by = 'beside' in step ? ` ${step.beside ?? ''}` : ''
  if (step.do === 'order') return step.texts.join(' ')
  if (step.do === 'wait') return step.until
  return 'text' in step ? `${step.text}${by}` : ''
}

/** Whether what was filled in is what is looked for, and could not have stood there before. */
function faultsOfWords({ title, steps }: Scenario, { kind, isWordless }: Held): Fault[] {
  const filled = new Set(steps.flatMap((step) => wordsIn(filledIn(step))))
  const seen = new Set(steps.flatMap((step) => (step.do === 'not_see' ? [] : wordsIn(lookedFor(step)))))
  const never = [...seen].filter((word) => !filled.has(word))
  if (never.length > 0)
    return [{ rule: 'never-filled', message: `“${title}” looks for ${never.join(', ')}, which nobody filled in.` }]
  const given = steps.flatMap((step) => (step.do === 'fill' || step.do === 'choose' ? [filledIn(step)] : []))
  const looked = steps.filter((step) => ASSERTING.has(step.do)).map(lookedFor)
  // Stars and numbers are no words: they are looked for as they are, where the row that they are about holds one.
  const isLooked = filled.size > 0 && looked.some((text) => [...filled, ...given].some((one) => text.includes(one)))
  const isGuessable =
    given.length > 0 &&
    !isLooked &&
    !isWordless &&
    !['look', 'language', 'page'].includes(kind) &&
    !isSignUp(steps) &&
    !steps.some((step) => step.do === 'refused')
  return isGuessable
    ? [
        {
          rule: 'guessable',
          message: `“${title}” fills in what a page can know beforehand, or never looks for it: fill in a value with #1 and see it afterwards.`,
        },
      ]
    : []
}

/** That somebody has come in is shown by what only they see. */
const isSignUp = (steps: readonly Step[]): boolean =>
  steps.some((step) => step.do === 'fill' && step.value.includes('@'))

/** Whether nothing unforeseeable is filled in by any of them. */
export const fillsNothing = (scenarios: readonly Scenario[]): boolean =>
  scenarios.every(({ steps }) => steps.every((step) => wordsIn(filledIn(step)).length === 0))

const HOLDING: ReadonlySet<Step['do']> = new Set(['refused', 'not_see', 'count', 'order'])
/** Whether one of them would fail if a limit was not kept. */
export const showsLimit = (scenarios: readonly Scenario[]): boolean =>
  scenarios.some(({ steps }) => steps.some((step) => HOLDING.has(step.do)))
