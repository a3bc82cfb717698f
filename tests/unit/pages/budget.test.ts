import { describe, expect, test } from 'vitest'
import { amountText, microsFrom, monthText } from '../../../components/credits/money-words'
import { colourIn, sourceKey } from '../../../components/memory/memory-words'

describe('a budget as people type it', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['10', 10_000_000],
    ['$ 2,50', 2_500_000],
    ['0', 0],
    ['0.000001', 1],
    ['100000', 100_000_000_000],
    ['100001', undefined],
    ['ten', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['1.0000001', undefined],
  ] as const)('%j', (text, micros) => expect(microsFrom(text)).toBe(micros))
  test.each([0, 1, 2_500_000, 10_000_000, 12_345_678, 100_000_000_000])('%d comes back as it was', (micros) =>
    expect([microsFrom(amountText(micros, 'en')), microsFrom(amountText(micros, 'es'))]).toEqual([micros, micros]),
  )
  test('the month and the next, in UTC', () =>
    expect(monthText({ from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' })).toEqual({
      month: 'December',
      next: '1 January',
    }))
  test('the month in Spanish', () =>
    expect(monthText({ from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }, 'es')).toEqual({
      month: 'diciembre',
      next: '1 de enero',
    }))
})

describe('where a memory comes from', () => {
  const project = { id: 'prj_1', name: 'Shop' }
  const base = { runId: null, kind: 'preference' } as const
  test.each([
    [{ ...base, source: null }, 'you'],
    [{ ...base, source: null, runId: 'run_1' }, 'run'],
    [{ ...base, source: null, runId: 'run_1', kind: 'project' }, 'devora'],
    [{ ...base, source: { kind: 'file', path: 'app/globals.css', project } }, 'file'],
    [{ ...base, source: { kind: 'plan', path: null, project: null } }, 'plan'],
    [{ ...base, source: { kind: 'prompt', path: null, project } }, 'prompt'],
    [{ ...base, source: { kind: 'file', path: null, project } }, 'someFile'],
  ] as const)('%#', (memory, key) => expect(sourceKey(memory)).toBe(key))
  test('its colour', () =>
    expect([colourIn('Components in #166534'), colourIn('Dark theme')]).toEqual(['#166534', null]))
})
