import { rulesOf } from '../../../spec/rules'
import type { ProjectFile } from '../../agents/agent'
import { formFiles } from '../backend/form-files'
import { queryFiles } from '../backend/query-files'
import { textsFor } from '../backend/texts'
import { code, quote } from '../code'
import { modelOf } from '../project-model'
import { testFile } from './test-file'
import { exportsName, type TesterInput } from './tester-input'
import type { Words } from './words'

/**
 * Tests of the modules that every project shares. What docs/generated-project.md fixes is tested in every project; what
 * only the built-in back end has, where its file is still the one it wrote.
 */

type It = (words: Words) => string

/** From the contract: what an address says. */
const reading: It = (words) => code`
  it(${quote(words.reads)}, () => {
    const query = parseListQuery({ q: 'soup', sort: 'created_at', dir: 'desc', page: '3', size: '10', status: 'open' })
    expect(query).toMatchObject({ search: 'soup', sort: 'created_at', direction: 'desc', page: 3, pageSize: 10, filters: { status: 'open' } })
  })

  it(${quote(words.emptyFilter)}, () => {
    const query = parseListQuery({ q: '', status: '', kind: undefined })
    expect(query.search ?? '').toBe('')
    expect(query.filters ?? {}).toEqual({})
  })

  it(${quote(words.nonsense)}, () => {
    for (const page of ['0', '-2', '1.5', 'last', '']) expect(parseListQuery({ page }).page ?? 1).toBe(1)
    expect(parseListQuery({ dir: 'sideways' }).direction).toBeUndefined()
  })
`
const empty: It = (words) => code`
  it(${quote(words.noRows)}, () => {
    expect(emptyList()).toMatchObject({ items: [], total: 0 })
  })
`
/** What only the built-in module has. */
const paging: It = (words) => code`
  it(${quote(words.repeated)}, () => {
    expect(parseListQuery({ q: ['soup', 'bread'], status: ['open', 'done'] })).toMatchObject({ search: 'soup', filters: { status: 'open' } })
  })

  it(${quote(words.rows)}, () => {
    expect(pageOf({})).toEqual({ page: 1, pageSize: 20, from: 0, to: 19 })
    expect(pageOf({ page: 3, pageSize: 10 })).toEqual({ page: 3, pageSize: 10, from: 20, to: 29 })
  })

  it(${quote(words.tooMany)}, () => {
    expect(pageOf({ pageSize: 5000 }).pageSize).toBe(100)
  })

  it(${quote(words.pages)}, () => {
    expect(listResult(['a'], 21, { page: 2, pageSize: 20 })).toEqual({ items: ['a'], total: 21, page: 2, pageCount: 2 })
    expect(listResult([], 0, {})).toMatchObject({ total: 0, pageCount: 0 })
  })

  const columns: Record<string, ColumnKind> = { title: 'text', points: 'number', day: 'date', at: 'time', owner_id: 'person', done: 'boolean' }

  it(${quote(words.unknownColumn)}, () => {
    expect(conditionsOf({ nowhere: '1', title: 'soup' }, columns, null)).toEqual([{ column: 'title', operator: 'eq', value: 'soup' }])
    const usual = { column: 'created_at', ascending: false }
    expect(orderOf({ sort: 'nowhere', direction: 'asc' }, columns, usual)).toEqual(usual)
    expect(orderOf({ sort: 'points', direction: 'desc' }, columns, usual)).toEqual({ column: 'points', ascending: false })
  })

  it(${quote(words.impossible)}, () => {
    expect(conditionsOf({ points: 'many' }, columns, null)).toBeNull()
    expect(conditionsOf({ owner_id: 'somebody' }, columns, null)).toBeNull()
    expect(conditionsOf({ done: 'perhaps' }, columns, null)).toBeNull()
  })

  it(${quote(words.mine)}, () => {
    const me = '00000000-0000-4000-8000-000000000001'
    expect(conditionsOf({ owner_id: 'me' }, columns, me)).toEqual([{ column: 'owner_id', operator: 'eq', value: me }])
    expect(conditionsOf({ owner_id: 'me' }, columns, null)).toBeNull()
  })

  it(${quote(words.range)}, () => {
    expect(conditionsOf({ day_from: '2026-03-01', at_to: '2026-03-31' }, columns, null)).toEqual([
      { column: 'day', operator: 'gte', value: '2026-03-01' },
      { column: 'at', operator: 'lte', value: '2026-03-31T23:59:59.999Z' },
    ])
  })

  it(${quote(words.escaped)}, () => {
    expect(searchIn(['title', 'body'], 'soup')).toBe('title.ilike.%soup%,body.ilike.%soup%')
    expect(searchIn(['title'], '%,()"')).toBe('')
    expect(searchIn(['title'], 'a,b')).not.toContain('a,b')
  })
`

function queryTests({ files, spec }: TesterInput, words: Words): ProjectFile | null {
  const source = files.get('lib/data/query.ts')
  if (!exportsName(source, 'parseListQuery')) return null
  const isBuiltin = source === queryFiles(modelOf(spec)).find(({ path }) => path === 'lib/data/query.ts')?.content
  const hasEmpty = exportsName(source, 'emptyList')
  const names = isBuiltin
    ? ['type ColumnKind', 'conditionsOf', 'emptyList', 'listResult', 'orderOf', 'pageOf', 'parseListQuery', 'searchIn']
    : [...(hasEmpty ? ['emptyList'] : []), 'parseListQuery']
  const blocks = [reading, ...(hasEmpty ? [empty] : []), ...(isBuiltin ? [paging] : [])]
    .map((block) => block(words))
    .join('\n\n')
  const content = code`
    import { describe, expect, it } from 'vitest'
    import { ${names.join(', ')} } from '@/lib/data/query'

    describe('lib/data/query', () => {
      ${blocks}
    })
  `
  return testFile('tests/unit/lib/query.test.ts', content)
}

function statisticsTests({ files, spec }: TesterInput, words: Words): ProjectFile | null {
  const written = queryFiles(modelOf(spec)).find(({ path }) => path === 'lib/data/statistics.ts')
  if (written === undefined || files.get(written.path) !== written.content) return null
  const content = code`
    import { describe, expect, it } from 'vitest'
    import { leadersOf, type StatsShape, statisticsOf } from '@/lib/data/statistics'

    type Row = { state: string | null; points: number | null; day: string | null; person: string | null }
    const row = (state: string | null, points: number | null, day: string | null, person: string | null = null): Row => ({ state, points, day, person })

    const shape: StatsShape<Row> = {
      groups: [{ column: 'state', label: 'State', read: (one) => one.state, values: ['open', 'done', 'late'] }],
      numbers: [{ column: 'points', label: 'Points', read: (one) => one.points }],
      day: (one) => one.day,
    }
    const rows = [row('open', 4, '2026-03-14T10:00:00Z'), row('open', 6, '2026-03-14T18:00:00Z'), row('done', null, '2026-04-01'), row(null, 2, null)]

    describe('lib/data/statistics', () => {
      it(${quote(words.groups)}, () => {
        const counted = [{ label: 'open', value: 2 }, { label: 'done', value: 1 }, { label: 'late', value: 0 }]
        expect(statisticsOf(rows, shape).groups).toEqual([{ column: 'state', label: 'State', points: counted }])
      })

      it(${quote(words.sums)}, () => {
        expect(statisticsOf(rows, shape).numbers).toEqual([{ column: 'points', label: 'Points', sum: 12, average: 4, min: 2, max: 6 }])
      })

      it(${quote(words.time)}, () => {
        const { byDay, byMonth, trends } = statisticsOf(rows, shape)
        expect(byMonth).toEqual([{ label: '2026-03', value: 2 }, { label: '2026-04', value: 1 }])
        expect(byDay).toEqual([{ label: '2026-03-14', value: 2 }, { label: '2026-04-01', value: 1 }])
        expect(trends.map(({ points }) => points)).toEqual([[{ label: '2026-03-14', value: 5 }]])
      })

      it(${quote(words.nothing)}, () => {
        const { total, numbers, byDay } = statisticsOf<Row>([], shape)
        expect({ total, byDay }).toEqual({ total: 0, byDay: [] })
        expect(numbers).toMatchObject([{ sum: 0, average: 0, min: 0, max: 0 }])
      })

      it(${quote(words.leaders)}, () => {
        const scored = [row(null, 3, null, 'ana'), row(null, 5, null, 'ben'), row(null, 4, null, 'ana'), row(null, 9, null, null)]
        const leaders = leadersOf(scored, (one) => ({ id: one.person, label: one.person ?? '' }), (one) => one.points ?? 0)
        expect(leaders).toEqual([
          { id: 'ana', label: 'ana', value: 7, count: 2 },
          { id: 'ben', label: 'ben', value: 5, count: 1 },
        ])
      })
    })
  `
  return testFile('tests/unit/lib/statistics.test.ts', content)
}

function formsTests({ files, spec }: TesterInput, words: Words): ProjectFile | null {
  const source = files.get('lib/forms.ts')
  if (!exportsName(source, 'emptyFormState')) return null
  const isBuiltin =
    source === formFiles(textsFor(spec.locale), false).find(({ path }) => path === 'lib/forms.ts')?.content
  const content = code`
    import { describe, expect, it } from 'vitest'
    ${isBuiltin && "import { formOf } from '@/tests/support/form'"}
    import { ${isBuiltin ? 'emptyFormState, localPath, refuse' : 'emptyFormState'} } from '@/lib/forms'

    describe('lib/forms', () => {
      it(${quote(words.blank)}, () => {
        expect(emptyFormState).toEqual({ ok: false, message: '', errors: {}, values: {} })
      })
      ${
        isBuiltin &&
        code`

        it(${quote(words.leaving)}, () => {
          for (const path of ['/', '/a/b?c=d#e']) expect(localPath(path)).toBe(path)
          for (const path of ['//evil.example', '/\\\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null]) expect(localPath(path)).toBeNull()
        })

        it(${quote(words.password)}, () => {
          const state = refuse(formOf({ email: 'ana@example.com', password: 'correct horse' }), { email: 'taken' })
          expect(state).toMatchObject({ ok: false, errors: { email: 'taken' }, values: { email: 'ana@example.com' } })
          expect(JSON.stringify(state)).not.toContain('correct horse')
        })
      `
      }
    })
  `
  return testFile('tests/unit/lib/forms.test.ts', content)
}

function errorsTests({ files, spec }: TesterInput, words: Words): ProjectFile | null {
  const written = formFiles(textsFor(spec.locale), rulesOf(spec).length > 0).find(
    ({ path }) => path === 'lib/database-errors.ts',
  )
  if (written === undefined || files.get(written.path) !== written.content) return null
  const content = code`
    import { describe, expect, it } from 'vitest'
    import { explain } from '@/lib/database-errors'

    describe('lib/database-errors', () => {
      it.each([
        { code: '23505', status: 409 },
        { code: '23503', status: 409 },
        { code: '42501', status: 403 },
        { code: '23514', status: 422 },
        { code: 'PGRST116', status: 404 },
        { code: 'XX000', status: 500 },
      ])(${quote(words.codes)}, ({ code, status }) => {
        const explained = explain({ code })
        expect(explained.status).toBe(status)
        expect(explained.message).not.toBe('')
      })

      it(${quote(words.hidden)}, () => {
        const error = { code: '23505', message: 'duplicate key in hidden_table' }
        expect(explain(error).message).not.toContain('hidden_table')
      })
    })
  `
  return testFile('tests/unit/lib/database-errors.test.ts', content)
}

export const libraryTests = (input: TesterInput, words: Words): ProjectFile[] =>
  [queryTests(input, words), statisticsTests(input, words), formsTests(input, words), errorsTests(input, words)].filter(
    (file) => file !== null,
  )
