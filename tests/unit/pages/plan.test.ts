import { describe, expect, it } from 'vitest'
import { changesOf } from '@/components/accounts/model-form'
import { placeText } from '@/components/accounts/place-text'
import { countText, microsText } from '@/components/credits/money-words'
import { chosenModel, findModels, modelDetail } from '@/components/generation/prompt/model-words'
import { budgetMicros } from '@/components/generation/prompt/prompt-options'
import { stageName, stageUsages } from '@/components/generation/run/usage-words'
import type { ModelChoice, ModelList } from '@/lib/domains/accounts/contract'
import { modelTexts, runTexts } from '../../support/texts'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import { say } from '../../support/say'

describe('models, money and tokens for people', () => {
  it('have the point of the language', () => {
    expect([0, 40, 1_234, 2_500_000].map((micros) => microsText(micros, 'es'))).toEqual([
      '$0,00',
      '<$0,0001',
      '$0,0012',
      '$2,50',
    ])
    expect([950, 12_400, 131_072].map((count) => countText(count, 'es'))).toEqual(['950', '12,4k', '131k'])
    expect(modelDetail(model('acme/large'), modelTexts('es'), 'es')).toContain('$3,00')
  })
  it.each([
    [0, '$0.00'],
    [40, '<$0.0001'],
    [1_234, '$0.0012'],
    [500_000, '$0.50'],
    [2_515_000, '$2.52'],
    [-1_234, '−$0.0012'],
  ] as const)('%d µ$ is %s', (micros, text) => expect(microsText(micros, 'en')).toBe(text))
  it.each([
    [950, '950'],
    [12_400, '12.4k'],
    [131_072, '131k'],
    [1_048_576, '1M'],
  ] as const)('%d is %s', (count, text) => expect(countText(count, 'en')).toBe(text))
  it.each([
    ['', null],
    ['0.25', 250_000],
    ['$1', 1_000_000],
    ['0,5', 500_000],
    ['0', undefined],
    ['1000', undefined],
    ['abc', undefined],
  ] as const)('a budget of %j', (text, micros) => expect(budgetMicros(text)).toBe(micros))

  const model = (id: string, source: ModelChoice['source'] = 'own'): ModelChoice => ({
    id,
    name: id,
    source,
    provider: null,
    contextTokens: 200_000,
    maxOutputTokens: null,
    price: { inputMicrosPerMillion: 3_000_000, outputMicrosPerMillion: 15_000_000 },
    vision: false,
    structured: true,
    known: true,
  })
  const list = (unavailable: ModelList['unavailable'] = []): ModelList => ({
    items: [model('builtin', 'builtin'), model('acme/large')],
    nextCursor: null,
    defaultModel: 'builtin',
    unavailable,
  })

  it('says price and context, and finds by any word', () => {
    expect(modelDetail(model('acme/large'), modelTexts(), 'en')).toBe(
      '$3.00 in · $15.00 out per 1M tokens · 200k context',
    )
    expect(modelDetail({ ...model('x'), known: false }, modelTexts(), 'en')).toMatch(
      /^Not in our list, counted as \$3\.00 in/,
    )
    expect(findModels(list().items, 'LARGE acme', modelTexts()).map(({ id }) => id)).toEqual(['acme/large'])
  })
  it('keeps a choice while its server is away, and drops it when it is no longer offered', () => {
    expect(chosenModel(list(), 'acme/large').id).toBe('acme/large')
    expect(chosenModel(list(), 'gone').id).toBe('builtin')
    expect(chosenModel(list([{ source: 'own', detail: 'down' }]), 'gone')).toEqual({ id: 'gone', model: null })
  })
  it('counts tokens and money by stage, also of stages that repair', () => {
    const view = viewRun(
      [
        { type: 'attempt', stage: 'frontend (fix 1)', attempt: '1' },
        { type: 'usage', stage: 'frontend (fix 1)', attempt: '1', inputTokens: 1_000, outputTokens: 100 },
        { type: 'stage', stage: 'frontend (fix 1)', attempt: '1', status: 'done', maker: 'acme/large' },
        { type: 'attempt', stage: 'backend', attempt: '2' },
        { type: 'usage', stage: 'backend', attempt: '2', inputTokens: 10, outputTokens: 5, costMicros: 70 },
        { type: 'stage', stage: 'backend', attempt: '2', status: 'done', maker: 'builtin' },
      ].reduce((now, event) => reduceRun(now, event as Parameters<typeof reduceRun>[1]), initialState),
    )
    // The first run is from before costs were told: its price is the model's. The second one was billed, whoever wrote
    // it in the end.
    expect(stageUsages(view, list().items, runTexts())).toMatchObject([
      {
        name: 'Front end, fix 1',
        generator: 'acme/large',
        tokens: { inputTokens: 1_000, outputTokens: 100 },
        micros: 4_500,
        isLive: false,
      },
      {
        name: 'Back end',
        generator: 'built-in',
        tokens: { inputTokens: 10, outputTokens: 5 },
        micros: 70,
        isLive: false,
      },
    ])
    expect(stageName('database', runTexts())).toBe('Database')
  })
})

describe('settings', () => {
  it('sends what changed, and null for what was emptied', () => {
    const stored = { baseUrl: 'https://a.test/v1', defaultModel: 'x', key: { lastFour: '1234' } }
    expect(changesOf(stored, { baseUrl: 'https://a.test/v1', apiKey: '', defaultModel: '' })).toEqual({
      defaultModel: null,
    })
    expect(changesOf(stored, { baseUrl: ' ', apiKey: ' k ', defaultModel: 'x' })).toEqual({
      baseUrl: null,
      apiKey: 'k',
    })
  })
  it('names places as people do', () => {
    expect(
      placeText(
        {
          kind: 'browser',
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36',
        },
        say('settings'),
      ),
    ).toBe('Chrome on Linux')
    expect(placeText({ kind: 'bearer', userAgent: null }, say('settings'))).toBe('A program')
  })
})
