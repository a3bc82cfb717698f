import { describe, expect, it } from 'vitest'
import { adaptedText, fallbackNotes } from '@/components/generation/run/fallback-words'
import { hasModel, retryChoices } from '@/components/generation/run/retry-words'
import { costOfRun, generatorOf, shownFindings } from '@/components/generation/run/usage-words'
import { storedText } from '@/lib/core/error-texts'
import type { RunEvent } from '@/lib/domains/runs/events'
import { listText, runTexts } from '../../support/texts'
import { initialState, reduceRun, type RunView, viewRun } from '@/lib/domains/runs/reduce'

const [t, list] = [runTexts(), listText()]
const english = storedText.bind(null, 'en')
const spanish = storedText.bind(null, 'es')
const view = (...events: RunEvent[]): RunView => viewRun(events.reduce(reduceRun, initialState))
const done = (stage: string, maker = 'acme/large'): RunEvent[] => [
  { type: 'attempt', stage, attempt: stage },
  { type: 'stage', stage, attempt: stage, status: 'done', maker },
]
const fallback = (stage: string, cause: 'budget' | 'key', message: string): RunEvent => ({
  type: 'fallback',
  stage,
  attempt: stage,
  cause,
  message,
})
const usage = (stage: string, costMicros: number): RunEvent => ({
  type: 'usage',
  stage,
  attempt: stage,
  inputTokens: 10,
  outputTokens: 10,
  costMicros,
})
const end: RunEvent = { type: 'end', status: 'completed', version: 1, evidence: 'verified', error: null }

describe('a run in words', () => {
  it('says once for each cause what happened and what was done about it', () => {
    const notes = fallbackNotes(
      view(
        ...done('backend', 'builtin'),
        fallback('backend', 'key', 'The key was refused.'),
        ...done('frontend', 'builtin'),
        fallback('frontend', 'key', 'The key was refused.'),
        ...done('review'),
        fallback('review', 'budget', 'The budget is spent.'),
        ...done('database (fix 1)'),
        fallback('database (fix 1)', 'budget', 'The budget is spent.'),
      ),
      t,
      list,
      english,
    )
    expect(notes.map(({ why, done: what }) => `${why} ${what}`)).toEqual([
      'The key was refused. The built-in generators made the back end and the front end instead.',
      'The budget is spent. The database stayed as it was; no model reviewed the files, so the checks alone decided.',
    ])
    expect(notes.map(({ link }) => link?.href ?? null)).toEqual(['/settings#model', null])
    const ofTests = (stage: string) =>
      fallbackNotes(
        view(...done(stage, 'builtin'), fallback(stage, 'budget', 'The budget is spent.')),
        t,
        list,
        english,
      ).map((note) => note.done)
    expect(['tests', 'tests (fix 1)'].flatMap(ofTests)).toEqual([
      'The built-in generators made the tests instead.',
      'The tests stayed as they were.',
    ])
    expect(fallbackNotes(view(...done('frontend')), t, list, english)).toEqual([])
  })

  it('says it in Spanish too', () => {
    const kept = view(...done('tests (fix 1)', 'builtin'), fallback('tests (fix 1)', 'budget', 'No queda dinero.'))
    expect(fallbackNotes(kept, runTexts('es'), listText('es'), spanish).map((note) => note.done)).toEqual([
      'Las pruebas quedaron como estaban.',
    ])
    const told = { ...fallback('backend', 'key', 'The key was refused.'), told: [{ key: 'model.unauthorized' }] }
    const [note] = fallbackNotes(view(...done('backend', 'builtin'), told), runTexts('es'), listText('es'), spanish)
    expect(note?.why).toBe('El servidor de modelos no aceptó la clave.')
    expect(adaptedText({ what: 'output-limit', tokens: 2_048, message: '' }, runTexts('es'))).toContain('2048 tokens')
    expect(adaptedText({ what: 'format', format: 'words', message: '' }, runTexts('en'))).toContain('in words')
  })

  it('offers to begin again at stages that the run came to, with what is kept', () => {
    const all = view(
      ...['context', 'architect', 'backend', 'database', 'frontend', 'review', 'deliver'].flatMap((stage) =>
        done(stage),
      ),
      end,
    )
    expect(retryChoices(all, t, list).map(({ stage, keeps }) => `${stage}: ${keeps}`)).toEqual([
      'architect: Keeps nothing, all is made anew',
      'frontend: Keeps the plan, back end, and database',
      'backend: Keeps the plan, front end, and database',
      'database: Keeps the plan, front end, and back end',
      'review: Keeps the plan, front end, back end, and database',
    ])
    const tested: RunEvent = { type: 'asked', stage: 'context', attempt: 'context', tests: true }
    const withTests = ['architect', 'backend', 'database', 'frontend', 'review', 'tests', 'deliver'].flatMap((stage) =>
      done(stage),
    )
    expect(
      retryChoices(view(...done('context'), tested, ...withTests, end), t, list)
        .slice(-2)
        .map(({ stage, keeps }) => `${stage}: ${keeps}`),
    ).toEqual([
      'review: Keeps the plan, front end, back end, and database',
      'tests: Keeps the plan, front end, back end, database, and review',
    ])
    expect(retryChoices(view(...done('context'), ...done('architect')), t, list).map(({ stage }) => stage)).toEqual([
      'architect',
    ])
    expect(retryChoices(view(...done('context'), ...done('answer')), t, list).map(({ stage }) => stage)).toEqual([
      'answer',
    ])
    expect([hasModel(all), hasModel(view(...done('frontend', 'builtin')))]).toEqual([true, false])
  })

  it('shows what the run has cost so far, then what was billed, and what was not charged', () => {
    const going = [
      ...done('architect'),
      usage('architect', 40),
      ...done('frontend (fix 1)'),
      usage('frontend (fix 1)', 60),
    ]
    expect(costOfRun(view(...going), null)).toEqual({ micros: 100, isEstimate: false, forgiven: 0 })
    expect(costOfRun(view(...going, end), 40)).toEqual({ micros: 40, isEstimate: false, forgiven: 60 })
  })

  it('names the generator of a file as long as it is the one that the run wrote', () => {
    const wrote = view(...done('frontend'), {
      type: 'file',
      stage: 'frontend',
      attempt: 'frontend',
      path: 'a.tsx',
      sha256: 'h',
      size: 1,
    })
    expect(generatorOf(wrote, { path: 'a.tsx', sha256: 'h' })).toBe('acme/large')
    expect(generatorOf(wrote, { path: 'a.tsx', sha256: 'changed' })).toBeNull()
    const builtin = view(...done('frontend', 'builtin'), {
      type: 'file',
      stage: 'frontend',
      attempt: 'frontend',
      path: 'a.tsx',
      sha256: 'h',
      size: 1,
    })
    expect(generatorOf(builtin, { path: 'a.tsx', sha256: 'h' })).toBe('')
  })

  it('shows the worst findings first and says how many more there are', () => {
    const found = (['warning', 'error', 'warning', 'error'] as const).map((severity, at) => ({
      severity,
      message: `m${at}`,
      fingerprint: `f${at}`,
    }))
    const { shown, more } = shownFindings(
      view(...done('review'), {
        type: 'check',
        stage: 'review',
        attempt: 'review',
        check: 'lint',
        status: 'failed',
        findings: 12,
        found,
      }),
    )
    expect([shown.map(({ message }) => message), more]).toEqual([['m1', 'm3', 'm0'], 9])
  })
})
