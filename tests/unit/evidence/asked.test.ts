import { describe, expect, test } from 'vitest'
import { litPieces } from '@/components/evidence/asked/lit-pieces'
import { askedIn, countAsked } from '@/lib/domains/evidence/asked'
import { failureFinding } from '@/lib/domains/evidence/behaviour/judge-asks'
import type { AskResult, Report } from '@/lib/domains/evidence/contract'
import { askedLines, isAllProven } from '@/lib/domains/generation/stages/delivery/asked-summary'
import type { Ask, AskedPrompt } from '@/lib/domains/spec/asks'
import type { AppSpec } from '@/lib/domains/spec/contract'

const TEXT = 'Please: books with a título, drag and drop 🎲, and a frobnicator'
const at = (words: string): { from: number; text: string } => ({ from: TEXT.indexOf(words), text: words })
const prompt: AskedPrompt = { text: TEXT, context: [at('Please')], notUnderstood: [at('frobnicator')] }
const ask = (id: string, words: string, rest: Partial<Ask> = {}): Ask => ({
  id,
  prompt: 0,
  spans: [at(words)],
  meaning: words,
  kind: 'feature',
  state: 'planned',
  scenarios: [],
  ...rest,
})
const asks = [
  ask('a1', 'books with a título'),
  ask('a2', 'drag and drop 🎲', { state: 'not_built', why: 'It needs a mouse.' }),
]
const spec = (more: Partial<AppSpec> = {}): AppSpec =>
  ({ locale: 'en', entities: [], asks, prompts: [prompt], ...more }) as AppSpec
const proven: AskResult = { id: 'a1', status: 'proven', control: 'pending', scenarios: [] }
const reportOf = (of: AppSpec, results: AskResult[]): Report =>
  ({ report: 1, checks: [], ...askedIn(of, new Map(results.map((one) => [one.id, one]))) }) as unknown as Report

describe('what was asked, in a report', () => {
  test('an ask that nobody tried is unproven, one that is not built says why, and words that are none are counted', () => {
    expect(askedIn(spec(), new Map())).toEqual({
      asks: [
        { id: 'a1', status: 'unproven', why: 'It was not tried.', scenarios: [] },
        { id: 'a2', status: 'not_built', why: 'It needs a mouse.', scenarios: [] },
      ],
      notUnderstood: 1,
    })
    expect(countAsked(reportOf(spec(), [proven]))).toEqual({
      asks: 2,
      proven: 1,
      unproven: 0,
      failed: 0,
      notBuilt: 1,
      notUnderstood: 1,
    })
  })

  test('a plan that says no asks has none, which is not the same as none being proven', () => {
    const silent = spec({ asks: undefined, prompts: undefined })
    expect(askedIn(silent, new Map())).toEqual({})
    expect(countAsked(reportOf(silent, []))).toBeNull()
    expect(isAllProven(reportOf(silent, []))).toBe(false)
  })

  test('what is struck out is no ask any more', () => {
    const struck = spec({ asks: [asks[0]!, ask('a2', 'drag and drop 🎲', { state: 'struck' })] })
    expect(countAsked(reportOf(struck, [proven]))).toMatchObject({ asks: 1, proven: 1 })
  })
})

describe('a scenario that fails', () => {
  const failure = { at: 0, person: 'ana', step: { do: 'see', text: 'Emma' } as const, seen: 'Nothing.', pathname: '/' }
  const found = (isAfterForm: boolean, file?: string) =>
    failureFinding(
      asks[0]!,
      { title: 'Seen', steps: [failure.step] },
      { ...failure, isCrash: false, isInBrowser: false, isAfterForm },
      file,
    )

  test('is owned by somebody who can repair it, also where no file shows the page', () => {
    expect(found(false, 'app/books/page.tsx')).toMatchObject({ rule: 'scenario-fails', owner: 'frontend' })
    expect(found(false, 'app/export/route.ts')).toMatchObject({ owner: 'backend' })
    expect(found(true)).toMatchObject({ rule: 'scenario-fails-after-form', owner: 'frontend' })
  })
})

describe('the message', () => {
  test('names what is not built and what was not understood, in the words of the prompt', () => {
    expect(askedLines(spec(), reportOf(spec(), [proven]), null)).toEqual([
      '1 of the 2 things you asked for is proven by using the application.',
      'Not built:\n- “drag and drop 🎲” (It needs a mouse)',
      'Not understood, so nothing was made of these words:\n- “frobnicator”',
    ])
  })

  test('is glad only when nothing is left', () => {
    const whole = spec({ asks: [asks[0]!], prompts: [{ ...prompt, notUnderstood: [] }] })
    const report = reportOf(whole, [proven])
    expect([isAllProven(report), askedLines(whole, report, null)]).toEqual([
      true,
      ['The one thing you asked for is proven by using the application.'],
    ])
    expect(isAllProven(reportOf(spec({ asks: [asks[0]!] }), [proven]))).toBe(false)
  })

  test('of a change lists what the newest prompt asks, in the language of the project', () => {
    const second: AskedPrompt = { text: 'Un mapa', context: [], notUnderstood: [] }
    const map: Ask = { ...ask('a3', 'x'), prompt: 1, spans: [{ from: 0, text: 'Un mapa' }], state: 'not_built' }
    const changed = spec({ locale: 'es', asks: [...asks, map], prompts: [prompt, second] })
    expect(askedLines(changed, reportOf(changed, [proven]), null)).toEqual([
      '1 de las 3 cosas que pediste está probada usando la aplicación.',
      'Sin construir:\n- “Un mapa”',
    ])
  })
})

describe('the lit sentence', () => {
  const view = (results: AskResult[]): Parameters<typeof litPieces>[0] => ({
    prompts: [prompt],
    asks: asks.map((one, index) => ({
      ...one,
      result: askedIn(spec(), new Map(results.map((r) => [r.id, r]))).asks![index]!,
    })),
  })

  test('is the prompt to the letter, cut where its light changes', () => {
    const pieces = litPieces(view([proven]), 0)
    expect(pieces.map(({ text }) => text).join('')).toBe(TEXT)
    expect(pieces.map(({ text, lit, ask: id }) => [text, lit, id])).toEqual([
      ['Please', 'context', null],
      [': ', null, null],
      ['books with a título', 'proven', 'a1'],
      [', ', null, null],
      ['drag and drop 🎲', 'not_built', 'a2'],
      [', and a ', null, null],
      ['frobnicator', 'not_understood', null],
    ])
  })

  test('stays the prompt when stretches overlap, repeat or reach beyond its end', () => {
    const hostile = [ask('a1', 'books with a título'), ask('a3', 'a título'), ask('a4', 'books')].map((one) => ({
      ...one,
      spans: [...one.spans, { from: TEXT.length - 3, text: 'longer than what is left' }],
      result: proven,
    }))
    const pieces = litPieces({ prompts: [prompt], asks: hostile }, 0)
    expect(pieces.map(({ text }) => text).join('')).toBe(TEXT)
    expect(litPieces({ prompts: [prompt], asks: [] }, 3)).toEqual([])
  })
})
