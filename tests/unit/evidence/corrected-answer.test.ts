import { describe, expect, test } from 'vitest'
import type { AskResult, Report } from '@/lib/domains/evidence/contract'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { withAsks } from '@/lib/domains/generation/builtin/asks/with-asks'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { correctedAnswer } from '@/lib/domains/generation/stages/delivery/corrected-answer'
import { summarise } from '@/lib/domains/generation/stages/delivery/summary'
import type { RunContext } from '@/lib/domains/generation/stages/plan'
import type { AppSpec } from '@/lib/domains/spec/contract'

/* What was said of a version, once its controls or another check show less. */

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
const app = withAsks(planApp({ prompt: PROMPT }), PROMPT, null)
const [A1, A2, A3] = ['“members save”', '“recipes with ingredients”', '“rate them”']

type Shown = 'pending' | 'held' | 'failed' | 'not_tried' | `without ${string}`
const resultOf = (id: string, shown: Shown): AskResult => {
  const base = { id, scenarios: [] }
  if (shown === 'failed') return { ...base, status: 'failed' }
  if (shown === 'not_tried') return { ...base, status: 'unproven', why: 'It was not tried.' }
  if (shown === 'pending' || shown === 'held') return { ...base, status: 'proven', control: shown }
  return { ...base, status: 'unproven', control: 'none', why: `It also passes ${shown}.` }
}
const reportOf = ({ asks = [] }: AppSpec, ...shown: Shown[]): Report => ({
  report: 1,
  status: shown.includes('failed') ? 'incomplete' : 'verified',
  manifest: 'f'.repeat(64),
  checks: [],
  asks: asks.map(({ id }, at) => resultOf(id, shown[at]!)),
  notUnderstood: 0,
})
const NEW = { isNew: true, previous: null, withTests: false, model: null } as unknown as RunContext
const saidOf = (spec: AppSpec, report: Report): string =>
  summarise.message(NEW, spec, {
    files: 80,
    report,
    conflicts: [],
    deleted: [],
    rewritten: [],
    ignored: [],
    remarks: [],
  })
const bytesOf = (spec: AppSpec): Uint8Array => new TextEncoder().encode(JSON.stringify(spec))
const correct = (text: string, spec: AppSpec, before: Report, now: Report): string =>
  correctedAnswer(text, { plan: bytesOf(spec), before, now })

const pending = reportOf(app, 'pending', 'pending', 'pending')
const ready = saidOf(app, pending)
const taken = reportOf(app, 'held', 'held', 'without the rows of ratings')

describe('when a control takes back what was proven', () => {
  test('the message says what is so now, and what it said too much of, in the words of the prompt', () => {
    expect(ready.split('\n\n').slice(0, 3)).toEqual([
      'Recipe box is ready: profiles, recipes, ingredients and ratings. 9 pages, 80 files.',
      'All 3 things you asked for are proven by using the application.',
      '0 checks ran on exactly these files, and all passed.',
    ])
    expect(correct(ready, app, pending, taken).split('\n\n')).toEqual([
      'Recipe box is built: profiles, recipes, ingredients and ratings. 9 pages, 80 files.',
      '2 of the 3 things you asked for are proven by using the application.',
      `Not proven after all, though I said so at first:\n- ${A3} (It also passes without the rows of ratings)`,
      ...ready.split('\n\n').slice(2),
    ])
  })

  test('nothing is written when all controls hold, and nothing the second time', () => {
    expect(correct(ready, app, pending, reportOf(app, 'held', 'held', 'held'))).toBe(ready)
    const once = correct(ready, app, pending, taken)
    expect(correct(once, app, pending, taken)).toBe(once)
    expect(correct(once, app, taken, taken)).toBe(once)
  })

  test('of a plain site, in Spanish', () => {
    const prompt = 'Un sitio para una panadería llamada Puerta Azul con panes y horarios'
    const site = withAsks({ ...planSite({ prompt }), makers: {} }, prompt, null)
    const [first, ...others] = (site.asks ?? []).map(() => 'pending' as const)
    const before = reportOf(site, first!, ...others)
    const text = saidOf(site, before)
    const now = reportOf(site, 'without the page /', ...others)
    const [opening, count, correction] = correct(text, site, before, now).split('\n\n')
    expect(text).toMatch(/^Puerta Azul está listo: un sitio sencillo\./)
    expect(opening).toMatch(/^Puerta Azul está construido: un sitio sencillo\./)
    expect(count).toMatch(/probadas? usando el sitio\.$/)
    expect(correction).toMatch(/^Sin probar después de todo, aunque al principio dije que sí:\n- “/)
  })

  test('a message of another release, whose sentences are others, is told all the same', () => {
    expect(correct('It is done.\n\nHave a look.', app, pending, taken)).toBe(
      `It is done.\n\nNot proven after all, though I said so at first:\n- ${A3} (It also passes without the rows of ratings)\n\nHave a look.`,
    )
  })

  test('a draft stays one, and what was told before is not told twice', () => {
    const before = reportOf(app, 'failed', 'pending', 'pending')
    const text = saidOf(app, before)
    const now = reportOf(app, 'failed', 'without its name', 'held')
    expect(correct(text, app, before, now).split('\n\n').slice(0, 4)).toEqual([
      'Recipe box is written but not finished: profiles, recipes, ingredients and ratings. 9 pages, 80 files.',
      '1 of the 3 things you asked for is proven by using the application.',
      `Not proven after all, though I said so at first:\n- ${A2} (It also passes without its name)`,
      `Built, but it does not work when it is tried:\n- ${A1}`,
    ])
  })

  test('of a plan that nobody can read, nothing is said anew', () => {
    const plan = new TextEncoder().encode('{')
    expect(correctedAnswer(ready, { plan, before: pending, now: taken })).toBe(ready)
    expect(correctedAnswer(ready, { plan: undefined, before: pending, now: taken })).toBe(ready)
  })
})

describe('when a version is checked again', () => {
  const once = correct(ready, app, pending, taken)

  test('what was taken back stays so until its control holds', () => {
    expect(correct(once, app, taken, pending)).toBe(once)
    expect(correct(once, app, pending, taken)).toBe(once)
    expect(correct(once, app, pending, reportOf(app, 'held', 'held', 'held'))).toBe(ready)
  })

  test('what is taken back now joins what was before', () => {
    const both = correct(once, app, pending, reportOf(app, 'without the rows of recipes', 'held', 'pending'))
    expect(both.split('\n\n').slice(1, 3)).toEqual([
      '1 of the 3 things you asked for is proven by using the application.',
      [
        'Not proven after all, though I said so at first:',
        `- ${A1} (It also passes without the rows of recipes)`,
        `- ${A3} (It also passes without the rows of ratings)`,
      ].join('\n'),
    ])
  })

  test('what fails now is told; what was not tried this time was shown before', () => {
    expect(correct(ready, app, pending, reportOf(app, 'not_tried', 'not_tried', 'not_tried'))).toBe(ready)
    const [opening, count, correction] = correct(
      ready,
      app,
      pending,
      reportOf(app, 'pending', 'failed', 'pending'),
    ).split('\n\n')
    expect(opening).toMatch(/^Recipe box is built:/)
    expect(count).toBe('2 of the 3 things you asked for are proven by using the application.')
    expect(correction).toBe(
      `Not proven after all, though I said so at first:\n- ${A2} (It failed when it was checked again)`,
    )
  })
})
