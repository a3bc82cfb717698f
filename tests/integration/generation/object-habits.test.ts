import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { planData, planPages } from '../../../lib/domains/generation/agents/architect/model-architect'
import { reviewFilesByModel } from '../../../lib/domains/generation/agents/reviewer/reviewer'
import { ACCESS_WORDS, NO_OBJECT, OBJECT_HABITS, TYPE_WORDS } from '../../support/answers/object-answers'
import { portTo } from '../../support/model-requests'
import { type ModelServer, startModelServer } from '../../support/model-server'

/**
 * How real models answer an architect or a reviewer, through the real SDK over HTTP: the same plan, however it was
 * written down, and no plan made up.
 */

const PROMPT = 'A notebook where people keep notes'
const signal = new AbortController().signal
const spec = planApp({ prompt: PROMPT })
const files = new Map([['app/page.tsx', 'export default function Page() {\n  return <p>Lorem ipsum</p>\n}\n']])
const field = (column: string, type = 'text'): object => ({
  name: column,
  column,
  type,
  required: true,
  unique: false,
  values: null,
  references: null,
  unit: null,
})
const entity = (name: string, type: string, access: string): object => ({
  name,
  table: `${name}s`,
  fields: [field('title'), field('what', type)],
  states: null,
  access,
  parent: null,
  staff: false,
  pages: 'full',
})
const data = (type = 'text', access = 'private'): Record<string, unknown> => ({
  name: 'Notebook',
  kind: 'tasks',
  locale: 'en',
  background: '#ffffff',
  component: '#112233',
  hasProfiles: true,
  removed: [],
  routes: [],
  entities: [entity('note', type, access), entity('tag', 'text', 'private')],
})
const pages = {
  pages: [
    {
      path: '/gallery',
      title: 'Gallery',
      purpose: 'See all notes',
      view: 'gallery',
      entity: 'note',
      auth: 'user',
      nav: true,
    },
  ],
}
const review = {
  verdict: 'iterate',
  findings: [
    {
      file: 'app/page.tsx',
      rule: 'wrong-text',
      severity: 'error',
      quote: '<p>Lorem ipsum</p>',
      message: 'Placeholder text.',
    },
  ],
}

let server: ModelServer
const answers = new Map<string, string>()
beforeAll(async () => {
  server = await startModelServer(({ model }) => ({ text: answers.get(model)!, ignoresLimit: true }))
})
afterAll(() => server.stop())

const ROLES = {
  architect: (use: { port: ReturnType<typeof portTo>; model: string }) => planData({ prompt: PROMPT, signal }, use),
  pages: (use: { port: ReturnType<typeof portTo>; model: string }) => planPages(spec, { prompt: PROMPT, signal }, use),
  reviewer: (use: { port: ReturnType<typeof portTo>; model: string }) =>
    reviewFilesByModel({ prompt: PROMPT, spec, files, evidence: [], signal }, use),
}
let count = 0
/** What a role makes of an answer, as JSON without what white space does to texts; or the name of the error. */
async function heard(role: keyof typeof ROLES, text: string, family = 'a-model'): Promise<string> {
  const model = `${family}-${count++}`
  answers.set(model, text)
  return ROLES[role]({ port: portTo(server), model }).then(
    (value) => JSON.stringify(value).replace(/\\[nt]/g, ''),
    (error: Error) => error.name,
  )
}

describe.each([
  ['architect', data()],
  ['pages', pages],
  ['reviewer', review],
] as const)('the %s', (role, value) => {
  // The second is believed to keep to schemas.
  it.each(['a-model', 'gpt-4o-mini'])(
    'understands what %s means, and makes up nothing',
    { tags: ['deep'] },
    understands,
  )

  async function understands(family: string): Promise<void> {
    const ideal = await heard(role, JSON.stringify(value), family)
    expect(ideal).not.toBe('GeneratorFailed')
    const good = await Promise.all(
      OBJECT_HABITS.map(async ([habit, write]) => [habit, (await heard(role, write(value), family)) === ideal]),
    )
    expect(good.filter(([, isSame]) => !isSame)).toEqual([])
    const bad = await Promise.all(
      NO_OBJECT.filter(([habit]) => role !== 'pages' || habit !== 'an empty array').map(async ([habit, text]) => [
        habit,
        await heard(role, text, family),
      ]),
    )
    expect(bad.filter(([, error]) => error !== 'GeneratorFailed')).toEqual([])
  }
})

describe('the words of a plan', () => {
  it.each([
    ['types', TYPE_WORDS, (word: string) => data(word)],
    ['access', ACCESS_WORDS, (word: string) => data('text', word)],
  ] as const)('mean the same in other words: %s', async (_, words, make) => {
    const wrong = await Promise.all(
      words.map(async ([said, meant]) => {
        const [one, other] = await Promise.all(
          [make(said), make(meant)].map((plan) => heard('architect', JSON.stringify(plan))),
        )
        return one === other ? [] : [said]
      }),
    )
    expect(wrong.flat()).toEqual([])
  })
})
