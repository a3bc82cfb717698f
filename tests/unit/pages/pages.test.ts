import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { safeNext } from '@/components/accounts/next-path'
import { liveChecks } from '@/components/evidence/live-checks'
import { stateOf } from '@/components/evidence/matrix-cell'
import { plannedAccess } from '@/components/evidence/planned-access'
import { progressOf, stagesOf } from '@/components/generation/run/stage-words'
import { repairStages, stageName } from '@/components/generation/run/usage-words'
import { outcomeOf } from '@/components/evidence/cell-words'
import { shownVersion, wantedVersion } from '@/components/generation/studio/wanted-version'
import { chooseRun } from '@/components/generation/studio/choose-run'
import { firstFile, foldersOf, treeRows } from '@/components/projects/code/tree-rows'
import { durationText } from '@/components/runs/duration'
import { searchTexts } from '@/components/projects/code/search-texts'
import { runTexts } from '../../support/texts'
import { relativeTime } from '@/components/ui/text/time'
import { contracts } from '@/lib/api'
import type { Run } from '@/lib/domains/runs/contract'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import { openApiDocument } from '@/lib/http/openapi'

describe('where one goes after signing in', () => {
  it.each(['/projects', '/projects/prj_1?run=run_1', '/projects?start=1#top', '/a//b'])('keeps %s', (path) =>
    expect(safeNext(path)).toBe(path),
  )
  it.each([
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/\t/evil.test',
    '/\n/evil.test',
    '',
    'projects',
    '/a\\b',
    null,
    undefined,
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/a/%2E%2e//evil.example',
  ])('does not follow %j', (path) => expect(safeNext(path)).toBe('/projects'))
  it('removes dots without leaving the site', () => expect(safeNext('/a/../../b')).toBe('/b'))
})

describe('the file tree', () => {
  const file = (path: string, isFresh = false) => ({ path, size: 1, sha256: path, isFresh })
  const files = [
    file('README.md'),
    file('app/page.tsx'),
    file('app/api/route.ts', true),
    file('app/page10.tsx'),
    file('app/page2.tsx'),
  ]
  it('puts folders first and counts numbers as people do', () => {
    expect(treeRows(files, new Set()).map((row) => `${row.level} ${row.name}`)).toEqual([
      '1 app',
      '2 api',
      '3 route.ts',
      '2 page.tsx',
      '2 page2.tsx',
      '2 page10.tsx',
      '1 README.md',
    ])
  })
  it('leaves out what is inside a closed folder, and still says that something in it is new', () => {
    const rows = treeRows(files, new Set(['app']))
    expect(rows.map((row) => row.name)).toEqual(['app', 'README.md'])
    expect(rows[0]).toMatchObject({ kind: 'folder', isOpen: false, isFresh: true, position: 1, siblings: 2 })
  })
  it('names the folders around a file and the file to open first', () => {
    expect(foldersOf('a/b/c.ts')).toEqual(['a', 'a/b'])
    expect(firstFile(files)).toBe('app/page.tsx')
    expect(firstFile([file('x.ts')])).toBe('x.ts')
    expect(firstFile([])).toBeNull()
  })
})

describe('time for people', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  it.each([
    ['2026-11-21T11:59:40Z', 'now'],
    ['2026-11-21T11:57:00Z', '3 min. ago'],
    ['2026-11-21T07:00:00Z', '5 hr. ago'],
    ['2026-11-20T12:00:00Z', 'yesterday'],
    ['2026-11-01T12:00:00Z', '1 Nov 2026'],
  ])('%s is %s', (value, text) => expect(relativeTime(new Date(value), now)).toBe(text))
  it.each([
    [12, '12 ms'],
    [1_240, '1.2 s'],
    [75_400, '1 min 15 s'],
  ])('%d ms is %s', (ms, text) => expect(durationText(ms, 'en')).toBe(text))
  it('times have the point of the language', () => expect(durationText(1_240, 'es')).toBe('1,2 s'))
})

describe('evidence on the page', () => {
  it('calls only an executed cell with the planned answer proven', () => {
    expect(stateOf({ expected: 'allow', actual: 'allow' })).toBe('proven-allow')
    expect(stateOf({ expected: 'deny', actual: 'deny' })).toBe('proven-deny')
    expect(stateOf({ expected: 'deny', actual: 'allow' })).toBe('failed')
    expect(stateOf({ expected: 'allow', actual: 'error' })).toBe('failed')
    expect(stateOf({ expected: 'deny', actual: 'untested' })).toBe('untested')
  })
  it('tells a leak from a refusal that should not be, and from a statement that broke', () => {
    const cells = [
      ['deny', 'allow'],
      ['allow', 'deny'],
      ['allow', 'error'],
      ['deny', 'deny'],
    ] as const
    expect(cells.map(([expected, actual]) => outcomeOf({ expected, actual }))).toEqual([
      'leaks',
      'blocked',
      'broke',
      'proven-deny',
    ])
  })
  it('draws the plan as unproven, as the check will expect it, with the roles of teams where there are teams', () => {
    const text = JSON.stringify({
      devora: 1,
      access: [{ table: 'notes', owner: 'owner_id', allow: { owner: ['read', 'insert'] } }],
    })
    const tables = plannedAccess(text)
    expect(tables?.[0]?.cells).toHaveLength(4 * 6)
    expect(tables?.[0]?.cells.every((cell) => cell.actual === 'untested')).toBe(true)
    expect(
      tables?.[0]?.cells.filter((cell) => cell.expected === 'allow').map((cell) => `${cell.role} ${cell.operation}`),
    ).toEqual(['owner read', 'owner insert', 'other insert'])
    expect(plannedAccess('{')).toBeNull()
    expect(plannedAccess('{"devora":2}')).toBeNull()
  })
  it('lists every check from the start, in the order of the report', () => {
    const names = liveChecks([{ check: 'types', status: 'passed', ms: 4, findings: 0, found: [] }]).map(
      ({ name, status }) => `${name} ${status}`,
    )
    expect(names.slice(0, 4)).toEqual(['parse waiting', 'imports waiting', 'types passed', 'lint waiting'])
    expect(names.some((line) => line.startsWith('build'))).toBe(false)
  })
})

describe('which version the page shows', () => {
  it('is the one that was chosen, else the newest', () => {
    expect(shownVersion({ wanted: null, current: 3, liveRun: null })).toEqual({ version: 3, run: null })
    expect(shownVersion({ wanted: 1, current: 3, liveRun: null })).toEqual({ version: 1, run: null })
  })
  it('has the files of a run over it only where nobody chose one', () => {
    expect(shownVersion({ wanted: null, current: 2, liveRun: 'run_1' })).toEqual({ version: 2, run: 'run_1' })
    expect(shownVersion({ wanted: 1, current: 2, liveRun: 'run_1' })).toEqual({ version: 1, run: null })
    expect(shownVersion({ wanted: 2, current: 2, liveRun: 'run_1' })).toEqual({ version: 2, run: null })
  })
  it('stays the chosen one when a run ends meanwhile', () => {
    expect(shownVersion({ wanted: 2, current: 3, liveRun: null })).toEqual({ version: 2, run: null })
  })
  it.each([[null], [''], ['0'], ['-1'], ['4'], ['1.5'], ['x'], ['01'], ['1e9'], ['99999999999999999999']])(
    'does not take %j for one of three',
    (text) => expect(wantedVersion(text, 3)).toBeNull(),
  )
  it('takes the number of one that there is', () => expect(wantedVersion('3', 3)).toBe(3))
})

describe('searching in all files', () => {
  const texts = new Map([
    ['b.ts', 'const Recipe = 1\n\n  let recipe = Recipe + 1\n'],
    ['a.md', '# Other\n'],
    ['app/x.tsx', `${'y'.repeat(60)}recipe${'z'.repeat(200)}`],
  ])
  it('finds each line once, letter case aside, by path and line', () => {
    const found = searchTexts(texts, 'recipe')
    expect(found.files.map(({ path, hits }) => `${path} ${hits.map(({ line }) => line).join()}`)).toEqual([
      'app/x.tsx 1',
      'b.ts 1,3',
    ])
    expect(found.files[1]?.hits[1]).toEqual({ line: 3, before: 'let ', match: 'recipe', after: ' = Recipe + 1' })
    expect(found.files[0]?.hits[0]?.before).toHaveLength(25)
    expect(found.files[0]?.hits[0]?.after).toHaveLength(80)
    expect([found.count, found.isCut]).toEqual([3, false])
  })
  it('takes what is typed as it stands, and finds nothing for nothing', () => {
    expect(searchTexts(texts, '.*').count).toBe(0)
    expect(searchTexts(texts, '  ').count).toBe(0)
  })
  it('stops and says so where there is too much', () => {
    const found = searchTexts(new Map([['a', 'x\n'.repeat(400)]]), 'x')
    expect([found.count, found.isCut]).toEqual([300, true])
  })
})

describe('a run on the page', () => {
  const run = (id: string, status: Run['status']) => ({ id, status, kind: 'generation' }) as Run
  it('is the one that is going, else the one asked for, else the latest', () => {
    expect(chooseRun([run('c', 'completed'), run('b', 'running'), run('a', 'failed')], 'a')?.id).toBe('b')
    expect(chooseRun([run('c', 'completed'), run('a', 'failed')], 'a')?.id).toBe('a')
    expect(chooseRun([run('c', 'completed'), run('a', 'failed')], 'somebody-elses')?.id).toBe('c')
    expect(chooseRun([{ ...run('d', 'running'), kind: 'verification' }], null)).toBeNull()
    expect(chooseRun([], null)).toBeNull()
  })
  it('counts stages that are done, and names those that are going', () => {
    const state = [
      { type: 'attempt', stage: 'context', attempt: '1' },
      { type: 'stage', stage: 'context', attempt: '1', status: 'done' },
      { type: 'attempt', stage: 'frontend', attempt: '2' },
      { type: 'attempt', stage: 'database', attempt: '3' },
    ].reduce((now, event) => reduceRun(now, event as Parameters<typeof reduceRun>[1]), initialState)
    expect(progressOf(viewRun(state))).toEqual({ done: 1, all: 7, now: ['frontend', 'database'] })
  })

  it('shows the stage of the tests from the start when it was asked for, and its rounds under it', () => {
    const said = (stage: string, status: 'running' | 'done') => [
      { type: 'attempt' as const, stage, attempt: stage },
      { type: 'stage' as const, stage, attempt: stage, status },
    ]
    const asked = { type: 'asked' as const, stage: 'context', attempt: 'context', tests: true }
    const begun = viewRun([...said('context', 'running'), asked].reduce(reduceRun, initialState))
    expect(stagesOf(begun)).toEqual([
      'context',
      'architect',
      'frontend',
      'backend',
      'database',
      'review',
      'tests',
      'deliver',
    ])
    const rounds = [
      'frontend (fix 1)',
      'review (fix 1)',
      'tests',
      'review (tests)',
      'tests (fix 1)',
      'review (tests, fix 1)',
    ]
    const view = viewRun([asked, ...rounds.flatMap((stage) => said(stage, 'done'))].reduce(reduceRun, initialState))
    expect(repairStages(view, 'review').map(({ stage }) => stageName(stage, runTexts()))).toEqual([
      'Front end, fix 1',
      'Review, fix 1',
    ])
    expect(repairStages(view, 'tests').map(({ stage }) => stageName(stage, runTexts()))).toEqual([
      'Review, tests',
      'Tests, fix 1',
      'Review, tests, fix 1',
    ])
  })
})

describe('the API reference', () => {
  type Operation = { operationId: string; requestBody?: { content: Record<string, { example?: unknown }> } }
  const document = openApiDocument(contracts)
  const operations = Object.values(document['paths'] as Record<string, Record<string, Operation>>).flatMap((methods) =>
    Object.values(methods),
  )
  it('has every contract, and says how one signs in', () => {
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      contracts.map(({ id }) => id).toSorted(),
    )
    expect(JSON.stringify(document['info'])).toContain('Authorization: Bearer')
  })
  it('gives examples that the contract itself accepts', () => {
    const examples = new Map(
      operations.map(({ operationId, requestBody }) => [
        operationId,
        requestBody?.content['application/json']?.example,
      ]),
    )
    const refused = contracts.filter(
      ({ id, body, rawBody }) => body !== undefined && !rawBody && !body.safeParse(examples.get(id)).success,
    )
    // Their one rule is that something must change, which no schema of fields can say.
    expect(refused.map(({ id }) => id)).toEqual(['updateProject', 'updateMemory'])
  })
})

describe('a form of ours', () => {
  it('that is sent before the page listens writes no field into the address', () => {
    const forms = globSync('{app,components}/**/*.tsx').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/<form\b[^]{0,200}/g)].map(([text]) => ({ path, text })),
    )
    // All others are this one.
    expect(forms.map(({ path }) => path)).toEqual(['components/ui/fields/form.tsx'])
    expect(forms[0]!.text).toContain('method="post"')
  })
})
