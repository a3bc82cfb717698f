import { expect, test } from 'vitest'
import { faultsOfAsks } from '@/lib/domains/evidence/behaviour/validate-asks'
import type { Ask } from '@/lib/domains/spec/asks'

const PROMPT = 'A café list 🍵 with prices'
const ask: Ask = {
  id: 'a1',
  prompt: 0,
  spans: [{ from: 15, text: 'with prices' }],
  meaning: 'Prices.',
  kind: 'data',
  state: 'planned',
  scenarios: [
    {
      title: 'It is there',
      steps: [
        { do: 'visit', path: '/' },
        { do: 'note', name: 'home' },
        { do: 'see', text: 'Price' },
      ],
    },
  ],
}
const rulesOf = (...asks: Ask[]): (string | undefined)[] =>
  faultsOfAsks({
    devora: 1,
    asks,
    prompts: [{ text: PROMPT, context: [{ from: 0, text: 'A café list 🍵' }], notUnderstood: [] }],
  }).map(({ rule, owner }) => `${rule} ${owner}`)

test('asks that hold have no fault', () => {
  expect(rulesOf(ask, { ...ask, id: 'a2', state: 'not_built', scenarios: [] })).toEqual([])
})

test.each<[string, Partial<Ask>]>([
  ['span-not-in-prompt', { spans: [{ from: 14, text: 'with prices' }] }],
  ['span-not-in-prompt', { spans: [{ from: 15, text: 'with Prices' }] }],
  ['no-prompt', { prompt: 1 }],
  ['no-scenario', { scenarios: [] }],
  ['asserts-nothing', { scenarios: [{ title: 'x', steps: [{ do: 'visit', path: '/' }] }] }],
  ['not-noted', { scenarios: [{ title: 'x', steps: [{ do: 'visit', path: '/{list}' }, { do: 'refused' }] }] }],
])('%s is found, and the architect’s', (rule, change) => {
  expect(rulesOf({ ...ask, ...change })).toEqual([`${rule} architect`])
})

test('two asks of one name are found', () => {
  expect(rulesOf(ask, ask)).toEqual(['same-id architect'])
})
