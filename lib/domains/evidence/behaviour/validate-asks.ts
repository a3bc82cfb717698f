import type { Ask, Span } from '../../spec/asks.ts'
import type { DevoraJson } from '../../spec/contract.ts'
import { faultsOfScenario } from '../../spec/scenario-faults.ts'
import { finding } from '../check.ts'
import type { Finding } from '../contract.ts'

/** Faults of the asks themselves: what they say of prompts that do not say it, and scenarios that show nothing. */
export function faultsOfAsks(spec: DevoraJson): Finding[] {
  const faults: Finding[] = []
  const tell = (rule: string, message: string): void => {
    faults.push(finding({ check: 'behaviour', rule, file: 'devora.json', owner: 'architect', message }))
  }
  const seen = new Set<string>()
  for (const ask of spec.asks ?? []) {
    if (seen.has(ask.id)) tell('same-id', `Two asks are called ${ask.id}.`)
    seen.add(ask.id)
    const prompt = spec.prompts?.[ask.prompt]
    if (prompt === undefined) tell('no-prompt', `Ask ${ask.id} is of prompt ${ask.prompt}, and there is none.`)
    else
      for (const span of ask.spans)
        if (!stands(prompt.text, span)) tell('span-not-in-prompt', `Ask ${ask.id}: ${misplaced(span)}`)
    if (ask.state === 'planned') for (const [rule, message] of faultsOfPlan(ask)) tell(rule, message)
  }
  for (const [at, { text, context, notUnderstood }] of (spec.prompts ?? []).entries())
    for (const span of [...context, ...notUnderstood])
      if (!stands(text, span)) tell('span-not-in-prompt', `Prompt ${at}: ${misplaced(span)}`)
  return faults
}

const stands = (prompt: string, { from, text }: Span): boolean => prompt.startsWith(text, from)

const misplaced = ({ from, text }: Span): string =>
  `“${text.slice(0, 100)}” does not stand in the prompt at character ${from}.`

function faultsOfPlan({ id, scenarios, unprovable }: Ask): [rule: string, message: string][] {
  if (scenarios.length === 0 && unprovable !== undefined) return []
  if (scenarios.length === 0) return [['no-scenario', `Ask ${id} is planned, and no scenario would show it.`]]
  return scenarios.flatMap((one) =>
    faultsOfScenario(one).map(({ rule, message }): [string, string] => [rule, `Ask ${id}: ${message}`]),
  )
}
