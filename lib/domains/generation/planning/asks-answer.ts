import { z } from 'zod'
import { ASK_KINDS } from '../../spec/asks'
import { STEP_KINDS, type StepKind } from '../../spec/scenario'
import { among, isObject, type Loose, objects, text, texts, tolerant } from '../answers/read-answer'

/*
 * What the architect model is asked for about what was asked. Words are quoted instead of counted, and every step has
 * the same few properties, so that also a weak model says something that can be held against the prompt and the plan.
 */

const StepAnswer = z.strictObject({
  do: z.enum(STEP_KINDS),
  as: z.string().nullable(),
  /** What it is done to, or what is looked for: the address, the label, the button, the text. */
  what: z.string().nullable(),
  /** What is filled in or chosen; of an order, what stands below, one a line. */
  value: z.string().nullable(),
  beside: z.string().nullable(),
})
export type StepAnswer = z.infer<typeof StepAnswer>

const ScenarioAnswer = z.strictObject({ title: z.string(), steps: z.array(StepAnswer) })
export type ScenarioAnswer = z.infer<typeof ScenarioAnswer>

const AskAnswer = z.strictObject({
  /** Words of the request, to the letter. */
  quotes: z.array(z.string()),
  meaning: z.string(),
  kind: z.enum(ASK_KINDS),
  state: z.enum(['planned', 'not_built']),
  why: z.string().nullable(),
  items: z.array(z.string()),
  scenarios: z.array(ScenarioAnswer),
})
export type AskAnswer = z.infer<typeof AskAnswer>

const StrictAsks = z.strictObject({
  asks: z.array(AskAnswer),
  context: z.array(z.string()),
  /** Asks of earlier requests that this one takes back, or whose scenarios it makes wrong. */
  earlier: z.array(
    z.strictObject({ ask: z.string(), now: z.enum(['struck', 'changed']), scenarios: z.array(ScenarioAnswer) }),
  ),
})
export type AsksAnswer = z.infer<typeof StrictAsks>

/** Where `devora.json` keeps what a step is about: models that have seen it write it so. */
const WHAT = ['what', 'path', 'link', 'button', 'label', 'item', 'until', 'from', 'name'] as const
const VALUE = ['value', 'option', 'onto', 'file', 'is'] as const
const STEP_ALIASES: Record<string, StepKind> = {
  open: 'visit',
  goto: 'visit',
  navigate: 'visit',
  click: 'press',
  submit: 'press',
  type: 'fill',
  enter: 'fill',
  select: 'choose',
  check: 'tick',
  expect: 'see',
  sees: 'see',
  dont_see: 'not_see',
  does_not_see: 'not_see',
  is_refused: 'refused',
}

const firstOf = (raw: Loose, names: readonly string[]): string | null => {
  for (const name of names) {
    const found = text(raw[name])
    if (found !== null) return found
  }
  return null
}

/** Null for a step of no known kind: without it, the scenario would be another one. */
function repairStep(raw: Loose): StepAnswer | null {
  const kind = among([...STEP_KINDS, 'none'], raw.do ?? raw.action ?? raw.step, STEP_ALIASES, 'none')
  if (kind === 'none') return null
  const listed = texts(raw.texts)
  // The text is what is looked for, but what a file says, and what is typed.
  const isValue = kind === 'download' || kind === 'fill'
  const spoken = text(raw.text)
  return {
    do: kind,
    as: text(raw.as) ?? text(raw.person),
    what: firstOf(raw, WHAT) ?? listed[0] ?? (isValue ? null : spoken),
    value:
      firstOf(raw, VALUE) ??
      (listed.length > 1 ? listed.slice(1).join('\n') : null) ??
      (raw.on === false ? 'off' : isValue ? spoken : null),
    beside: text(raw.beside),
  }
}

function repairScenario(raw: Loose): ScenarioAnswer {
  const steps = objects(raw.steps).map(repairStep)
  return {
    title: text(raw.title) ?? text(raw.name) ?? '',
    steps: steps.every((step) => step !== null) ? steps : [],
  }
}

const quotesOf = (raw: unknown): string[] =>
  typeof raw === 'string' ? [raw] : [...texts(raw), ...objects(raw).flatMap((one) => text(one.text) ?? [])]

function repairAsks(value: unknown): unknown {
  const root = Array.isArray(value) ? { asks: value } : value
  if (!isObject(root) || !Array.isArray(root.asks)) return value
  return {
    asks: objects(root.asks).map((raw) => ({
      quotes: quotesOf(raw.quotes ?? raw.spans ?? raw.quote),
      meaning: text(raw.meaning) ?? '',
      kind: among(ASK_KINDS, raw.kind, {}, 'feature'),
      state: among(['planned', 'not_built'] as const, raw.state, { unbuilt: 'not_built' }, 'planned'),
      why: text(raw.why) ?? text(raw.unprovable),
      items: texts(raw.items),
      scenarios: objects(raw.scenarios).map(repairScenario),
    })),
    context: quotesOf(root.context),
    earlier: objects(root.earlier).flatMap((raw) => {
      const ask = text(raw.ask) ?? text(raw.id)
      return ask === null
        ? []
        : [
            {
              ask,
              now: among(['struck', 'changed'] as const, raw.now ?? raw.state, {}, 'changed'),
              scenarios: objects(raw.scenarios).map(repairScenario),
            },
          ]
    }),
  }
}

export const AsksAnswer = tolerant<AsksAnswer>(StrictAsks, repairAsks)
