import { expect, test } from 'vitest'
import { fromStreamPart, type RunEvent, toStreamPart } from '../../../lib/domains/runs/events'
import { initialState, reduceRun, viewRun } from '../../../lib/domains/runs/reduce'

const reduce = (events: RunEvent[]) => viewRun(events.reduce(reduceRun, initialState))
const attempt = (stage: string, id: string): RunEvent[] => [
  { type: 'attempt', stage, attempt: id },
  { type: 'stage', stage, attempt: id, status: 'running' },
]
const file = (stage: string, id: string, path: string, sha256 = 'h'): RunEvent => ({
  type: 'file',
  stage,
  attempt: id,
  path,
  sha256,
  size: 1,
})
const done = (stage: string, id: string): RunEvent => ({
  type: 'stage',
  stage,
  attempt: id,
  status: 'done',
  maker: 'builtin',
  ms: 5,
})

test('what an interrupted attempt said leaves no trace', () => {
  const calm = [
    ...attempt('frontend', 'a2'),
    file('frontend', 'a2', 'one.ts'),
    file('frontend', 'a2', 'two.ts'),
    done('frontend', 'a2'),
  ]
  const crashed = [
    ...attempt('frontend', 'a1'),
    file('frontend', 'a1', 'one.ts', 'old'),
    file('frontend', 'a1', 'gone.ts'),
    ...calm,
  ]
  expect(reduce(crashed)).toEqual(reduce(calm))
})

test('an event of an old attempt that arrives late is dropped', () => {
  const events = [
    ...attempt('backend', 'a1'),
    ...attempt('backend', 'a2'),
    file('backend', 'a1', 'late.ts'),
    file('backend', 'a2', 'now.ts'),
  ]
  expect(reduce(events).files.map((one) => one.path)).toEqual(['now.ts'])
})

test('parallel stages do not disturb each other, and files come sorted', () => {
  const view = reduce([
    ...attempt('frontend', 'f'),
    ...attempt('database', 'd'),
    file('database', 'd', 'z.sql'),
    file('frontend', 'f', 'a.tsx'),
    done('database', 'd'),
  ])
  expect(view.files.map((one) => [one.path, one.stage])).toEqual([
    ['a.tsx', 'frontend'],
    ['z.sql', 'database'],
  ])
  expect(view.stages.map((one) => [one.stage, one.status])).toEqual([
    ['frontend', 'running'],
    ['database', 'done'],
  ])
})

test('every event survives the way over the stream', () => {
  const events: RunEvent[] = [
    ...attempt('review', 'r'),
    { type: 'check', stage: 'review', attempt: 'r', check: 'types', status: 'failed', ms: 3, findings: 2 },
    {
      type: 'plan',
      stage: 'architect',
      attempt: 'p',
      name: 'Recipe box',
      kind: 'social',
      entities: ['recipe'],
      pages: ['/'],
    },
    { type: 'usage', stage: 'architect', attempt: 'p', inputTokens: 1, outputTokens: 2 },
    { type: 'text', stage: 'deliver', attempt: 'd', text: 'Done.' },
    { type: 'end', status: 'completed', version: 1, evidence: 'verified', error: null },
  ]
  expect(
    events.map((event) => fromStreamPart(JSON.parse(JSON.stringify(toStreamPart(event))) as { type: string })),
  ).toEqual(events)
  expect(fromStreamPart({ type: 'finish' })).toBeNull()
  expect(fromStreamPart({ type: 'data-unknown', data: {} })).toBeNull()
})

const usage = (id: string, more: Partial<Extract<RunEvent, { type: 'usage' }>> = {}): RunEvent => ({
  type: 'usage',
  stage: 'frontend',
  attempt: id,
  inputTokens: 100,
  outputTokens: 10,
  costMicros: 30,
  ...more,
})
const writing = (id: string, more: Partial<Extract<RunEvent, { type: 'writing' }>>): RunEvent => ({
  type: 'writing',
  stage: 'frontend',
  attempt: id,
  ...more,
})

test('a cost told before calls had names stays on the bill, unless its stage tells all of it anew', () => {
  const before = [...attempt('frontend', 'a1'), usage('a1'), usage('a1', { costMicros: 12 })]
  const upgraded = [...before, ...attempt('frontend', 'a2'), usage('a2', { call: 'third', costMicros: 5 })]
  expect(reduce(upgraded).usage.costMicros).toBe(47)
  const toldAnew = [...before, ...attempt('frontend', 'a2'), usage('a2'), usage('a2', { costMicros: 12 })]
  expect(reduce(toldAnew).usage.costMicros).toBe(42)
  expect(reduce([...upgraded, ...attempt('frontend', 'a3')]).usage.costMicros).toBe(47)
})

test('an answer on its way counts until its real numbers come', () => {
  const begun = [...attempt('frontend', 'f'), usage('f'), writing('f', { path: 'a.tsx' })]
  const halfway = [
    ...begun,
    writing('f', { inputTokens: 80, outputTokens: 40, costMicros: 20 }),
    writing('f', { inputTokens: 80, outputTokens: 60, costMicros: 25 }),
  ]
  expect(reduce(halfway).usageOf['frontend']).toEqual({
    inputTokens: 180,
    outputTokens: 70,
    costMicros: 55,
    isLive: true,
    isReused: false,
  })
  expect(reduce(halfway).stages[0]?.path).toBe('a.tsx')
  const settled = reduce([
    ...halfway,
    file('frontend', 'f', 'a.tsx'),
    usage('f', { inputTokens: 90, outputTokens: 50, costMicros: 22 }),
  ])
  expect(settled.usage).toEqual({ inputTokens: 190, outputTokens: 60, costMicros: 52 })
  expect([settled.usageOf['frontend']?.isLive, settled.stages[0]?.path]).toEqual([false, null])
})

test('what was billed stays on the page, whichever attempt it was told of and whoever replaces that', () => {
  const paid = usage('old', { call: 'one', costMicros: 30 })
  const view = reduce([
    ...attempt('frontend', 'old'),
    writing('old', { call: 'two', inputTokens: 80, outputTokens: 5, costMicros: 20 }),
    paid,
    usage('old', { costMicros: 7 }),
    ...attempt('frontend', 'new'),
    usage('old', { call: 'two', costMicros: 25 }),
    usage('old', { costMicros: 9 }),
    usage('new', { call: 'three', costMicros: 40 }),
  ])
  expect(view.usage.costMicros).toBe(30 + 7 + 25 + 40)
  expect(view.usageOf['frontend']).toMatchObject({ costMicros: 102, isLive: false })
})

test('how far an answer was, said after it was billed, counts no second time', () => {
  const late = [
    ...attempt('frontend', 'f'),
    usage('f', { call: 'one', costMicros: 30 }),
    writing('f', { call: 'one', inputTokens: 80, outputTokens: 5, costMicros: 20 }),
  ]
  expect(reduce(late).usageOf['frontend']).toMatchObject({ costMicros: 30, isLive: false })
  const next = [...late, writing('f', { call: 'two', inputTokens: 8, outputTokens: 5, costMicros: 2 })]
  expect(reduce(next).usageOf['frontend']).toMatchObject({ costMicros: 32, isLive: true })
})

test('a call that failed for nothing counts for nothing, and the stage says why it goes on without its model', () => {
  const view = reduce([
    ...attempt('frontend', 'f'),
    writing('f', { inputTokens: 80, outputTokens: 0, costMicros: 20 }),
    { type: 'fallback', stage: 'frontend', attempt: 'f', cause: 'busy', message: 'Asked too often.' },
  ])
  expect(view.usageOf).toEqual({})
  expect(view.stages[0]?.fallback).toMatchObject({ cause: 'busy', message: 'Asked too often.' })
})

test('what was taken over is shown and not summed; a finding stands with its check', () => {
  const found = [
    { severity: 'error' as const, message: 'No such column.', fingerprint: 'f1', file: 'lib/a.ts', line: 3 },
  ]
  const view = reduce([
    ...attempt('frontend', 'f'),
    usage('f', { isReused: true, costMicros: 0 }),
    ...attempt('review', 'r'),
    { type: 'check', stage: 'review', attempt: 'r', check: 'types', status: 'failed', findings: 1, found },
  ])
  expect(view.usage).toEqual({ inputTokens: 0, outputTokens: 0, costMicros: 0 })
  expect(view.usageOf['frontend']).toMatchObject({ inputTokens: 100, isReused: true })
  expect(view.checks).toEqual([{ check: 'types', status: 'failed', ms: null, findings: 1, found }])
})

test('a model server that wants to be left alone is told of as long as the stage goes', () => {
  const rest = (until: number): RunEvent => ({ type: 'rest', stage: 'backend', attempt: 'a1', until })
  const going = [...attempt('backend', 'a1'), rest(2_000), rest(1_000)]
  expect(reduce(going).stages[0]!.restUntil).toBe(2_000)
  expect(reduce([...going, done('backend', 'a1')]).stages[0]!.restUntil).toBeNull()
  expect(fromStreamPart(toStreamPart(rest(5)) as { type: string })).toEqual(rest(5))
})

test('a version that is there before the end is known from then on', () => {
  const events: RunEvent[] = [...attempt('frontend', 'f'), { type: 'version', version: 1 }, done('frontend', 'f')]
  const sent = events.map((event) => fromStreamPart(toStreamPart(event) as { type: string; data: unknown })!)
  expect([reduce([]).draft, reduce(sent).draft]).toEqual([null, 1])
})

test('the sentence is lit ask by ask, as its scenarios run', () => {
  const ask = (id: string, state: 'planned' | 'not_built') => ({ id, spans: [], meaning: id, state })
  const plan: RunEvent = {
    type: 'plan',
    stage: 'plan',
    attempt: 'p',
    name: 'Trips',
    kind: 'app',
    entities: [],
    pages: [],
    asked: {
      prompt: { text: 'Trips', context: [], notUnderstood: [] },
      asks: [ask('a1', 'planned'), ask('a2', 'planned'), ask('a3', 'not_built')],
    },
  }
  const tried = (id: string, status: 'proven' | 'failed', by = 'r'): RunEvent => ({
    type: 'ask',
    stage: 'review',
    attempt: by,
    id,
    status,
  })
  const going = [...attempt('plan', 'p'), plan, done('plan', 'p'), ...attempt('review', 'r'), tried('a1', 'proven')]
  const statuses = (events: RunEvent[]) => reduce(events).asked?.asks.map(({ status }) => status)
  expect(statuses(going)).toEqual(['proven', 'unproven', 'not_built'])
  expect(statuses([...going, tried('a2', 'failed')])).toEqual(['proven', 'failed', 'not_built'])
  // A review that is tried again takes back what the one before it said.
  expect(statuses([...going, ...attempt('review', 'r2'), tried('a2', 'proven', 'r2')])).toEqual([
    'unproven',
    'proven',
    'not_built',
  ])
  // A check of a version that was there has no plan, and tells of all its asks.
  const { asked, tried: known } = reduce([...attempt('review', 'r'), tried('a1', 'proven'), tried('a9', 'failed')])
  expect([asked, known]).toEqual([null, { a1: 'proven', a9: 'failed' }])
  expect(fromStreamPart(toStreamPart(tried('a1', 'proven')) as { type: string })).toEqual(tried('a1', 'proven'))
})
