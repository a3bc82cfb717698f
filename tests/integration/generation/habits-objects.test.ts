import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, it } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { planData, planPages } from '../../../lib/domains/generation/models/architect-maker'
import { reviewFilesByModel } from '../../../lib/domains/generation/models/reviewer'
import { AppSpec } from '../../../lib/domains/spec/contract'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { type Answer, type ModelServer, startModelServer } from '../../support/model-server'
import { ACCESS_WORDS, NO_OBJECT, OBJECT_HABITS, TYPE_WORDS } from '../../support/answers/object-answers'

const PROMPT = 'A notebook where people keep notes'
let server: ModelServer
const answers = new Map<string, Answer>()
beforeAll(async () => { server = await startModelServer((request) => answers.get(request.model) ?? {}) })
afterAll(() => server.stop())
let n = 0
const signal = new AbortController().signal
const field = (column: string, type = 'text'): object => ({ name: column, column, type, required: true, unique: false, values: null, references: null, unit: null })
const data = (type = 'text', access = 'private'): Record<string, unknown> => ({
  name: 'Notebook', kind: 'tasks', locale: 'en', background: '#ffffff', component: '#112233', hasProfiles: true, removed: [], routes: [],
  entities: [{ name: 'note', table: 'notes', fields: [field('title'), field('what', type)], states: null, access, parent: null, staff: false, pages: 'full' }, { name: 'tag', table: 'tags', fields: [field('title')], states: null, access: 'private', parent: null, staff: false, pages: 'list' }],
})
const PAGES = { pages: [{ path: '/gallery', title: 'Gallery', purpose: 'See all notes', view: 'gallery', entity: 'note', auth: 'user', nav: true }] }
const REVIEW = { verdict: 'iterate', findings: [{ file: 'app/page.tsx', rule: 'wrong-text', severity: 'error', quote: '<p>Lorem ipsum</p>', message: 'Placeholder text.' }] }
const files = new Map([['app/page.tsx', 'export default function Page() {\n  return <p>Lorem ipsum</p>\n}\n']])
const spec = planApp({ prompt: PROMPT })
async function go(answer: Answer, known: boolean, role: 'data' | 'pages' | 'review') {
  const model = known ? `gpt-4o-mini-${n++}` : `m${n++}`
  answers.set(model, answer)
  const port = createOpenAiCompatible({ baseUrl: server.url, apiKey: null, provider: 'compatible' }, { policy: { allowLocal: true }, retry: { baseMs: 1, attempts: 2 } as object, timeouts: { firstTokenMs: 20_000, betweenTokensMs: 20_000 } })
  let calls = 0
  const use = { port, model, onUsage: () => calls++ }
  const t = performance.now()
  const before = server.requests.length
  try {
    const value = role === 'data' ? await planData({ prompt: PROMPT, signal }, use) : role === 'pages' ? await planPages(spec, { prompt: PROMPT, signal }, use) : await reviewFilesByModel({ prompt: PROMPT, spec, files, evidence: [], signal }, use)
    return { value, error: null, asked: server.requests.filter((r) => r.model === model).length, ms: performance.now() - t, before }
  } catch (error) { return { value: null, error, asked: server.requests.filter((r) => r.model === model).length, ms: performance.now() - t, before } }
}
const put = (row: object): void => appendFileSync('/tmp/objects.jsonl', JSON.stringify(row) + '\n')
for (const role of ['data', 'pages', 'review'] as const) for (const known of [true, false]) {
  const value = role === 'data' ? data() : role === 'pages' ? PAGES : REVIEW
  it(`${role} ${known}`, async () => {
    const ideal = await go({ text: JSON.stringify(value) }, known, role)
    const cases: [string, string, boolean][] = [...OBJECT_HABITS.map(([h, w]): [string, string, boolean] => [h, w(value), true]), ...NO_OBJECT.map(([h, t]): [string, string, boolean] => [h, t, false])]
    await Promise.all(cases.map(async ([habit, text, ok]) => {
      const r = await go({ text, ignoresLimit: true }, known, role)
      let verdict = 'ok'; const notes: string[] = []
      if (ok) {
        if (r.error) verdict = 'LOST'
        else if (JSON.stringify(r.value).replace(/\\[nt]/g, '') !== JSON.stringify(ideal.value)) { verdict = 'WRONG'; notes.push(JSON.stringify(r.value), JSON.stringify(ideal.value)) }
        else if (r.asked > 1) verdict = 'TWICE'
      } else if (!r.error) { verdict = 'WRONG'; notes.push(JSON.stringify(r.value)) }
      if (r.error && (r.error as Error).name !== 'MakerFailed') { verdict = 'CRASH'; notes.push(String((r.error as Error).stack)) }
      put({ set: `${role}-${known ? 'schema' : 'weak'}`, habit, outcome: ok ? 'value' : 'failure', verdict, calls: r.asked, got: [], error: r.error && String(r.error), problems: [], notes, ms: Math.round(r.ms) })
    }))
  }, 120_000)
}
it('words', async () => {
  await Promise.all([...TYPE_WORDS.map((w) => ['type', ...w]), ...ACCESS_WORDS.map((w) => ['access', ...w])].map(async ([what, said, meant]) => {
    const make = (w: string): Record<string, unknown> => (what === 'type' ? data(w) : data('text', w))
    const [a, b] = await Promise.all([go({ text: JSON.stringify(make(said!)) }, false, 'data'), go({ text: JSON.stringify(make(meant!)) }, false, 'data')])
    let verdict = 'ok'; const notes: string[] = []
    if (a.error) verdict = 'LOST'
    else if (JSON.stringify(a.value) !== JSON.stringify(b.value)) { verdict = 'WRONG'; const s = (a.value as AppSpec); notes.push(JSON.stringify(what === 'type' ? s.entities[0] : s.access)) }
    put({ set: `words-${what}`, habit: said, outcome: meant, verdict, calls: a.asked, got: notes, error: a.error && String(a.error), problems: [], notes, ms: Math.round(a.ms) })
  }))
}, 120_000)
