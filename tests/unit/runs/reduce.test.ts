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
const done = (stage: string, id: string): RunEvent => ({ type: 'stage', stage, attempt: id, status: 'done', maker: 'builtin', ms: 5 })

test('what an interrupted attempt said leaves no trace', () => {
  const calm = [...attempt('frontend', 'a2'), file('frontend', 'a2', 'one.ts'), file('frontend', 'a2', 'two.ts'), done('frontend', 'a2')]
  const crashed = [...attempt('frontend', 'a1'), file('frontend', 'a1', 'one.ts', 'old'), file('frontend', 'a1', 'gone.ts'), ...calm]
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
  expect(view.files.map((one) => [one.path, one.stage])).toEqual([['a.tsx', 'frontend'], ['z.sql', 'database']]) // prettier-ignore
  expect(view.stages.map((one) => [one.stage, one.status])).toEqual([['frontend', 'running'], ['database', 'done']]) // prettier-ignore
})

test('every event survives the way over the stream', () => {
  const events: RunEvent[] = [
    ...attempt('review', 'r'),
    { type: 'check', stage: 'review', attempt: 'r', check: 'types', status: 'failed', ms: 3, findings: 2 },
    { type: 'plan', stage: 'architect', attempt: 'p', name: 'Recipe box', kind: 'social', entities: ['recipe'], pages: ['/'] },
    { type: 'usage', stage: 'architect', attempt: 'p', inputTokens: 1, outputTokens: 2 },
    { type: 'text', stage: 'deliver', attempt: 'd', text: 'Done.' },
    { type: 'end', status: 'completed', version: 1, evidence: 'verified', error: null },
  ]
  expect(events.map((event) => fromStreamPart(JSON.parse(JSON.stringify(toStreamPart(event))) as { type: string }))).toEqual(events)
  expect(fromStreamPart({ type: 'finish' })).toBeNull()
  expect(fromStreamPart({ type: 'data-unknown', data: {} })).toBeNull()
})
