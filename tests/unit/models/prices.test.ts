import { describe, expect, it } from 'vitest'
import {
  declaredModel,
  declaredModels,
  mergeListed,
  thinksInSilence,
} from '../../../lib/integrations/models/models-catalogue'
import { addUsage, costOf, estimateTokens, MODEL_PROVIDERS } from '../../../lib/integrations/models/port'

describe('what a call costs', () => {
  const price = { inputMicrosPerMillion: 2_500_000, outputMicrosPerMillion: 10_000_000 }
  it.each<[number, number, number]>([
    [0, 0, 0],
    [1, 0, 3],
    [0, 1, 10],
    [1_000_000, 1_000_000, 12_500_000],
    [3, 3, 38],
    [123_457, 98_765, 1_296_293],
  ])('%i in and %i out: %i micro-USD, rounded up once', (inputTokens, outputTokens, micros) =>
    expect(costOf({ inputTokens, outputTokens }, price)).toBe(micros),
  )

  it('is exact where floats are not', () => {
    const dear = { inputMicrosPerMillion: 99_999_999, outputMicrosPerMillion: 1 }
    expect(costOf({ inputTokens: 90_000_001, outputTokens: 1 }, dear)).toBe(9_000_000_010)
    expect(costOf({ inputTokens: 5, outputTokens: 5 }, { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0 })).toBe(0)
  })

  it('is never underestimated for text that nobody counted', () => {
    for (const text of ['The quick brown fox', 'const añb = () => 1', '日本語のテキスト'])
      expect(estimateTokens(text)).toBeGreaterThanOrEqual(text.length / 4)
    expect(estimateTokens('')).toBe(0)
    const counted = { inputTokens: 1, outputTokens: 2, estimated: false }
    expect(addUsage(counted, { ...counted, estimated: true })).toEqual({
      inputTokens: 2,
      outputTokens: 4,
      estimated: true,
    })
  })
})

describe('the catalogue', () => {
  it('is sound in every row', () => {
    const all = MODEL_PROVIDERS.flatMap(declaredModels)
    expect(all.length).toBeGreaterThanOrEqual(20)
    for (const info of all) {
      expect(info.maxOutputTokens).toBeLessThan(info.contextTokens)
      expect(info.price.inputMicrosPerMillion).toBeLessThan(info.price.outputMicrosPerMillion)
      expect(
        Number.isInteger(info.price.inputMicrosPerMillion) && Number.isInteger(info.price.outputMicrosPerMillion),
      ).toBe(true)
      expect(info.known).toBe(true)
    }
  })

  it('knows a model under the names it is served by', () => {
    const mini = declaredModel('gpt-4o-mini', 'openai')
    expect(declaredModel('gpt-4o-mini-2024-07-18', 'openai')).toMatchObject({
      price: mini.price,
      known: true,
      id: 'gpt-4o-mini-2024-07-18',
    })
    expect(declaredModel('openai/gpt-4o-mini', 'openrouter')).toMatchObject({ price: mini.price, known: true })
    expect(declaredModel('openai/gpt-4o-mini', 'compatible')).toMatchObject({ price: mini.price, known: true })
    expect(declaredModel('anthropic/claude-sonnet-4.5:nitro', 'openrouter')).toMatchObject({ contextTokens: 200_000 })
    expect(declaredModel('qwen2.5-coder:7b-instruct-q4_K_M', 'ollama')).toMatchObject({
      contextTokens: 32_768,
      known: true,
    })
    expect(declaredModel('library/llama3.1:8b', 'ollama')).toMatchObject({
      known: true,
      price: { outputMicrosPerMillion: 0 },
    })
    expect(thinksInSilence('gpt-5-mini', 'openai')).toBe(true)
    expect(thinksInSilence('gpt-4o', 'openai')).toBe(false)
  })

  it('is careful with what it does not know: a small window, a high price, nothing for a server of one’s own', () => {
    expect(declaredModel('gpt-99', 'openai')).toMatchObject({
      known: false,
      contextTokens: 32_768,
      price: { outputMicrosPerMillion: 75_000_000 },
      structured: false,
      vision: false,
    })
    expect(declaredModel('mystery:latest', 'ollama')).toMatchObject({
      known: false,
      contextTokens: 8_192,
      price: { outputMicrosPerMillion: 0 },
    })
    expect(declaredModel('constructor', 'openai').known).toBe(false)
  })

  it('does not list what cannot chat', () => {
    for (const id of [
      'text-embedding-3-small',
      'whisper-1',
      'tts-1-hd',
      'dall-e-3',
      'gpt-image-1',
      'omni-moderation-latest',
      'gpt-4o-realtime-preview',
      'gpt-4o-mini-transcribe',
      'nomic-embed-text:latest',
    ]) {
      expect(mergeListed({ id }, 'openai')).toBeNull()
    }
    expect(mergeListed({ id: 'gpt-4.1' }, 'openai')).not.toBeNull()
    for (const odd of [null, 1, 'x', {}, { id: '' }, { id: 'x'.repeat(201) }])
      expect(mergeListed(odd, 'openai')).toBeNull()
  })

  it('takes a price per token as it is written, without what a float adds to it', () => {
    const info = mergeListed(
      { id: 'a', pricing: { prompt: '0.0000000080', completion: '0.00001234567' } },
      'openrouter',
    )
    expect(info!.price).toEqual({ inputMicrosPerMillion: 8_000, outputMicrosPerMillion: 12_345_670 })
  })

  it('does not believe nonsense', () => {
    const info = mergeListed(
      {
        id: 'gpt-4o',
        context_length: 'NaN',
        pricing: { prompt: 'free', completion: null },
        top_provider: null,
        name: 7,
      },
      'openai',
    )
    expect(info).toEqual(declaredModel('gpt-4o', 'openai'))
  })
})
