import type { Scenario, Step } from '../../../spec/scenario.ts'

/** The same scenario, done otherwise: what it shows must not be seen then. */

/** Every step with the one who does it. */
const byPerson = (steps: readonly Step[]): { step: Step; person: string }[] => {
  let person = 'visitor'
  return steps.map((step) => ({ step, person: (person = step.as ?? person) }))
}

/** Whoever was kept out is now somebody who is not. */
export function byTheRightPerson({ title, steps }: Scenario): Scenario | null {
  const all = byPerson(steps)
  const keptOut = new Set(
    all.filter(({ step }) => step.do === 'refused' || step.do === 'not_see').map(({ person }) => person),
  )
  if (keptOut.size === 0) return null
  const inside = all.map(({ person }) => person).find((person) => person !== 'visitor' && !keptOut.has(person))
  const instead = inside ?? (keptOut.has('visitor') && keptOut.size === 1 ? 'someone' : 'admin')
  return {
    title,
    steps: all.map(({ step, person }) => ({ ...step, as: keptOut.has(person) ? instead : person })),
  }
}

const FILLS = new Set<Step['do']>(['fill', 'choose', 'tick'])
const SHOWS = new Set<Step['do']>(['not_see', 'order', 'count', 'see'])

/** Nothing is searched for, filtered or sorted by: the last form before what is seen in the end is sent as it came. */
export function withoutChoice({ title, steps }: Scenario): Scenario | null {
  const end = steps.findLastIndex(({ do: what }) => SHOWS.has(what))
  const press = steps.slice(0, Math.max(0, end)).findLastIndex(({ do: what }) => what === 'press')
  if (press < 0) return null
  const begin = steps.slice(0, press).findLastIndex(({ do: what }) => !FILLS.has(what)) + 1
  if (begin === press) return null
  // Whoever did the first of them does what follows.
  const as = byPerson(steps)[press]?.person
  const rest = steps.slice(press).map((step, at) => (at === 0 && as !== undefined ? { ...step, as } : step))
  return { title, steps: [...steps.slice(0, begin), ...rest] }
}

/** Other colours are looked for than the page is said to have. */
export function inOtherColours({ title, steps }: Scenario): Scenario | null {
  if (!steps.some(({ do: what }) => what === 'see_colour')) return null
  const other = (colour: string): string => (/^#(?:[89a-f].){3}$/i.test(colour) ? '#123456' : '#fedcba')
  return {
    title,
    steps: steps.map((step) => (step.do === 'see_colour' ? { ...step, colour: other(step.colour) } : step)),
  }
}

/** What is refused the second time is done once only. */
export function onlyOnce({ title, steps }: Scenario): Scenario | null {
  const refused = steps.findLastIndex(({ do: what }) => what === 'refused')
  const all = byPerson(steps)
  const last = all.slice(0, Math.max(0, refused)).findLast(({ step }) => step.do === 'press')?.step
  if (last?.do !== 'press') return null
  const first = steps.findIndex((step) => step.do === 'press' && step.button === last.button)
  if (first < 0 || steps[first] === last) return null
  const kept = all.filter((_, at) => at !== first).map(({ step, person }) => ({ ...step, as: person }))
  // What was seen of it is not seen now, which would say nothing of the rule.
  const end = kept.findLastIndex(({ do: what }) => what === 'refused')
  return { title, steps: kept.slice(0, end + 1).filter(({ do: what }) => what !== 'see' && what !== 'count') }
}

/** Where the form that is refused was opened, sent and refused. */
function refusedForm(steps: readonly Step[]): { visit: number; press: number; refused: number } | null {
  const refused = steps.findLastIndex(({ do: what }) => what === 'refused')
  const press = steps.slice(0, Math.max(0, refused)).findLastIndex(({ do: what }) => what === 'press')
  const visit = steps.slice(0, Math.max(0, press)).findLastIndex(({ do: what }) => what === 'visit')
  return visit < 0 ? null : { visit, press, refused }
}

/** What is refused is filled in as it is elsewhere, where nobody refuses it. */
export const filledAsElsewhere =
  (others: readonly Scenario[]) =>
  ({ title, steps }: Scenario): Scenario | null => {
    const form = refusedForm(steps)
    const [opened, sent] = form === null ? [] : [steps[form.visit], steps[form.press]]
    if (form === null || opened?.do !== 'visit' || sent?.do !== 'press') return null
    for (const other of others) {
      const visit = other.steps.findIndex((step) => step.do === 'visit' && step.path === opened.path)
      const press = other.steps.findIndex(
        (step, at) => at > visit && step.do === 'press' && step.button === sent.button,
      )
      if (visit < 0 || press < 0 || other.steps[press + 1]?.do === 'refused') continue
      const fills = other.steps.slice(visit + 1, press).filter(({ do: what }) => FILLS.has(what) || what === 'upload')
      if (fills.length === 0) continue
      const own = byPerson(steps)[form.press]?.person
      const filled = fills.map((step) => ({ ...step, as: own }))
      const rest = steps.slice(form.press, form.refused + 1).map((step) => ({ ...step, as: step.as ?? own }))
      return { title, steps: [...steps.slice(0, form.visit + 1), ...filled, ...rest] }
    }
    return null
  }

/** The last value that was filled in is another one: a small number, another year, a short word. */
export function otherwiseFilled({ title, steps }: Scenario): Scenario | null {
  const form = refusedForm(steps)
  if (form === null) return null
  const at = steps.slice(0, form.press).findLastIndex(({ do: what }) => what === 'fill')
  const step = steps[at]
  if (step?.do !== 'fill' || at < form.visit) return null
  const value = otherValue(step.value)
  return { title, steps: steps.slice(0, form.refused + 1).with(at, { ...step, value }) }
}

function otherValue(value: string): string {
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return value === '1' ? '2' : '1'
  if (value.startsWith('{today')) return value.replace(/^\{[^}]*\}/, '{today+1}')
  const [, year] = /^(\d{4})-/.exec(value) ?? []
  if (year === undefined) return '#8'
  const isPast = Number(year) <= new Date().getFullYear()
  return `${Number(year) + (isPast ? 10 : -10)}${value.slice(4)}`
}
