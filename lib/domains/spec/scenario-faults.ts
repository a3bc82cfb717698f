import { ASSERTING, type Scenario } from './scenario.ts'

export type ScenarioFault = { rule: 'asserts-nothing' | 'not-noted'; message: string }

/** What is wrong with a scenario, whatever the application does: it could never fail, or never be played. */
export function faultsOfScenario({ title, steps }: Scenario): ScenarioFault[] {
  const noted = new Set<string>()
  const faults: ScenarioFault[] = []
  for (const step of steps) {
    if (step.do === 'note') noted.add(step.name)
    if (step.do !== 'visit') continue
    for (const [, name = ''] of step.path.matchAll(/\{([a-zA-Z0-9]+)\}/g))
      if (!noted.has(name))
        faults.push({ rule: 'not-noted', message: `“${title}” opens “{${name}}”, which it has not noted before.` })
  }
  if (!steps.some((step) => ASSERTING.has(step.do)))
    faults.push({ rule: 'asserts-nothing', message: `“${title}” cannot fail, for it says nothing of what is seen.` })
  return faults
}
