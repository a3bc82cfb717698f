import { afterEach, describe, expect, it } from 'vitest'
import { planAsks } from '@/lib/domains/generation/agents/architect/plan-asks'
import { beginning, withSpansOnly } from '@/lib/domains/generation/builtin/asks/with-asks'
import type { ModelUse } from '@/lib/domains/generation/metering/model-call'
import { AppSpec } from '@/lib/domains/spec/contract'
import { removeEntities } from '@/lib/domains/spec/edit/entities'
import { portTo } from '../../support/model-requests'
import { type Answer, inOrder, PROSE } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { ASKS, planned, PROMPT } from '../../support/model-team'

/* The third call of a model architect: what does not hold is asked for once more, and settled without it then. */

const signal = new AbortController().signal
const servers: ModelServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function ask(answers: Answer[], { prompt = PROMPT, previous = null as AppSpec | null, plan = planned } = {}) {
  const server = await startModelServer(inOrder(...answers))
  servers.push(server)
  const use: ModelUse = { port: portTo(server), model: 'gpt-4.1' }
  const at = beginning(plan, prompt, previous)!
  const made = planAsks(plan, at, { prompt, signal }, use)
  const spec = await made.then(AppSpec.parse, (error: unknown) => error)
  return { server, at, spec: spec as AppSpec }
}
const said = ({ asks = [], prompts = [] }: AppSpec): string[] => [
  ...asks.map((one) => {
    const quoted = one.spans.map(({ text }) => text).join(' … ')
    return `${one.id} ${one.state}: ${quoted}${one.unprovable === undefined ? '' : ` (${one.unprovable})`}`
  }),
  ...(prompts.at(-1)?.notUnderstood ?? []).map(({ text }) => `not understood: ${text}`),
]
const [first, second, third] = ASKS.asks as [Wish, Wish, Wish]
type Wish = (typeof ASKS.asks)[number]
const GOOD = ['a1 planned: members save', 'a2 planned: recipes with ingredients', 'a3 planned: rate them']
const answer = (asks: unknown[], more: object = {}): Answer => ({ object: { ...ASKS, asks, ...more } })
const steps = (wish: Wish, from: number, to: number) => [
  { ...wish.scenarios[0]!, steps: wish.scenarios[0]!.steps.slice(from, to) },
]

describe('what was asked, by a model', () => {
  it('is asked for once where all of it holds, with the plan and a schema', async () => {
    const { server, spec } = await ask([{ object: ASKS }])
    expect(said(spec)).toEqual(GOOD)
    expect(spec.asks?.map(({ scenarios }) => scenarios.length)).toEqual([1, 1, 1])
    expect(spec.prompts).toEqual([{ text: PROMPT, context: [{ from: 0, text: 'A recipe box' }], notUnderstood: [] }])
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]!.prompt).toContain('"path":"/recipes/new"')
    expect(server.requests[0]!.body['response_format']).toMatchObject({ json_schema: { strict: true } })
  })

  it.each<[string, Answer, RegExp, string[]]>([
    [
      'an ask is missing: its words are told',
      answer([first, second]),
      /“rate” belongs to no ask/,
      [...GOOD.slice(0, 2), 'not understood: rate'],
    ],
    [
      'a scenario asserts nothing: its ask is unproven',
      answer([first, second, { ...third, scenarios: steps(third, 0, 4) }]),
      /cannot fail/,
      [...GOOD.slice(0, 2), `${GOOD[2]} (No model wrote a scenario that shows it.)`],
    ],
    [
      'words are quoted that are not there: nothing is made of them',
      answer([first, second, { ...third, quotes: ['rate every chef'] }]),
      /“rate every chef” does not stand in the request/,
      [...GOOD.slice(0, 2), 'not understood: rate'],
    ],
    [
      'a wish is called context: its words are told',
      answer([first, second], { context: ['A recipe box', 'and rate them'] }),
      /“rate” asks, limits or names/,
      [...GOOD.slice(0, 2), 'not understood: rate'],
    ],
  ])('is asked for once more, where %s', async (_, bad, fault, told) => {
    const mended = await ask([bad, { object: ASKS }])
    expect(mended.server.requests).toHaveLength(2)
    expect(mended.server.requests[1]!.prompt).toMatch(fault)
    expect(said(mended.spec)).toEqual(GOOD)
    // The same again, and it is settled without the model.
    const left = await ask([bad, bad])
    expect(left.server.requests).toHaveLength(2)
    expect(said(left.spec)).toEqual(told)
  })

  it.each<[string, Answer]>([
    ['talks', { text: PROSE }],
    ['is gone', { fault: { kind: 'status', status: 401 } }],
    ['makes it worse', answer([])],
  ])('stands as it was first said, where a model then %s', async (_, worse) => {
    const { spec } = await ask([answer([first, second]), worse])
    expect(said(spec)).toEqual([...GOOD.slice(0, 2), 'not understood: rate'])
  })

  it.each<[string, Answer]>([
    ['talks', { text: PROSE }],
    ['is gone', { fault: { kind: 'status', status: 401 } }],
    ['quotes nothing', answer([{ ...first, quotes: ['🍲'] }])],
  ])('is what the built-in reader says, without its scenarios, where a model %s', async (_, none) => {
    const { spec, at } = await ask([none, none])
    expect(spec).toMatchObject({ name: 'GeneratorFailed' })
    const plan = AppSpec.parse(withSpansOnly(planned, at))
    expect(plan.asks?.map(({ scenarios, unprovable }) => [scenarios.length, unprovable])).toEqual(
      GOOD.map(() => [0, 'No model wrote a scenario that shows it.']),
    )
  })
})

describe('a change', () => {
  const next = 'Nobody needs ratings any more. Call the title a name.'
  const before = async (): Promise<AppSpec> => (await ask([{ object: ASKS }])).spec
  const change = { quotes: ['Nobody needs ratings any more'], meaning: 'No ratings.', kind: 'exclusion' }
  const GONE = {
    ...change,
    items: [],
    state: 'planned',
    why: null,
    scenarios: [
      {
        title: 'Gone',
        steps: [
          { do: 'visit', what: '/recipes' },
          { do: 'not_see', what: 'Ratings' },
        ],
      },
    ],
  }
  const renamed = (wish: Wish, to: string): object[] =>
    JSON.parse(JSON.stringify(wish.scenarios).replaceAll('Title', to)) as object[]
  const CALLED = { ...GONE, quotes: ['Call the title a name'], items: ['field:recipes.title'], meaning: 'A name.' }

  it('keeps the earlier asks, but those that it takes back or shows otherwise', async () => {
    const previous = await before()
    const said2 = answer([GONE, { ...CALLED, kind: 'feature', scenarios: renamed(first, 'Name') }], {
      context: [],
      earlier: [
        { ask: 'a3', now: 'struck', scenarios: [] },
        { ask: 'a1', now: 'changed', scenarios: renamed(first, 'Name') },
        // Shows less: what was said stays.
        {
          ask: 'a2',
          now: 'changed',
          scenarios: [
            {
              title: 'x',
              steps: [
                { do: 'visit', what: '/recipes' },
                { do: 'see', what: 'Recipes' },
              ],
            },
          ],
        },
      ],
    })
    const { spec, server } = await ask([said2], { prompt: next, previous, plan: { ...planned, ...previous } })
    expect(server.requests[0]!.prompt).toContain('# Earlier asks')
    expect(said(spec)).toEqual([
      GOOD[0],
      GOOD[1],
      'a3 struck: rate them',
      'a4 planned: Nobody needs ratings any more',
      'a5 planned: Call the title a name',
    ])
    expect(JSON.stringify(spec.asks![0]!.scenarios)).toContain('"label":"Name"')
    expect(spec.asks![1]).toEqual(previous.asks![1])
    expect(spec.asks![2]!.why).toContain('Nobody needs ratings any more')
    expect(spec.prompts?.map(({ text }) => text)).toEqual([PROMPT, next])
  })

  it('strikes asks whose table is gone, whatever a model says of them', async () => {
    const previous = await before()
    const { spec: plan } = removeEntities(previous, ['ratings']) as { spec: AppSpec }
    const { spec } = await ask([answer([{ ...GONE, quotes: [next] }], { context: [] })], {
      prompt: next,
      previous,
      plan,
    })
    expect(said(spec).slice(0, 3)).toEqual([GOOD[0], GOOD[1], 'a3 struck: rate them'])
  })
})
