import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBackend } from '@/lib/domains/generation/builtin/backend/write-backend'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { ownerOf } from '@/lib/domains/spec/ownership'
import { brochure, courtVision, kanban, PLANS, recipeBox, shop } from './frontend-specs'

const { signal } = new AbortController()
const filesOf = (spec: AppSpec): Map<string, string> =>
  new Map([...writeBackend({ spec, signal })].map((file) => [file.path, file.content]))

describe('the backend writer', () => {
  it('writes only its own paths, each once, the same every time', () => {
    for (const spec of Object.values(PLANS)) {
      const files = [...writeBackend({ spec, signal })]
      expect(new Set(files.map((file) => file.path)).size).toBe(files.length)
      for (const { path } of files) expect(ownerOf(path), path).toBe('backend')
      expect([...writeBackend({ spec, signal })]).toEqual(files)
    }
    expect(() => [...writeBackend({ spec: shop, signal: AbortSignal.abort() })]).toThrow('aborted')
  })

  it('sets the owner from the signed-in person and never from the form', () => {
    const files = filesOf(recipeBox)
    expect(files.get('lib/actions/recipes.ts')).toContain('.insert({ ...parsed.data, author_id: user.id })')
    expect(files.get('lib/validation/recipes.ts')).not.toMatch(/read\.\w+\('author_id'/)
  })

  it('takes a contact message without a session and never reads it back', () => {
    const action = filesOf(shop).get('lib/actions/contact-messages.ts') ?? ''
    const create = action.slice(action.indexOf('createContactMessage'), action.indexOf('updateContactMessage'))
    expect(create).toContain(".from('contact_messages').insert(parsed.data)")
    expect(create).not.toMatch(/requireUser|\.select\(/)
  })

  it('moves a state only along the planned steps', () => {
    const action = filesOf(kanban).get('lib/actions/tasks.ts') ?? ''
    expect(action).toContain("todo: ['doing']")
    expect(action).toContain('export async function setTaskState(form: FormData): Promise<void>')
    expect(action).toContain(".in('status', before)")
  })

  it('sends people only to pages of the plan', () => {
    expect(filesOf(recipeBox).get('lib/actions/recipes.ts')).toContain("'/recipes/' + data.id")
    expect(filesOf(recipeBox).get('lib/actions/ratings.ts')).not.toContain("'/ratings")
    expect(filesOf(brochure).get('lib/auth.ts')).not.toContain('/sign-in')
  })

  it('names the one table that Supabase has a word for without a clash', () => {
    const client = {
      name: 'client',
      table: 'clients',
      fields: [{ name: 'name', column: 'name', type: 'text' as const, required: true }],
    }
    const action =
      filesOf({
        ...kanban,
        entities: [client],
        access: [{ table: 'clients', allow: { owner: ['read', 'insert'] } }],
      }).get('lib/actions/clients.ts') ?? ''
    expect(action).toContain('createClient as connect')
    expect(action).not.toContain('await createClient()')
  })

  it('writes exactly the routes of the plan', () => {
    const routes: AppSpec['routes'] = [
      { method: 'GET', path: '/api/games', auth: 'public' },
      { method: 'POST', path: '/api/games', auth: 'admin' },
      { method: 'PATCH', path: '/api/games/{id}', auth: 'user' },
      { method: 'DELETE', path: '/api/games/:id', auth: 'user' },
      { method: 'GET', path: '/api/games/stats', auth: 'public' },
    ]
    const files = filesOf({ ...courtVision, routes })
    const found = [...files]
      .filter(([path]) => path.startsWith('app/api/'))
      .map(([path, source]) => [path, [...source.matchAll(/export async function ([A-Z]+)/g)].map((match) => match[1])])
    expect(Object.fromEntries(found)).toEqual({
      'app/api/games/route.ts': ['GET', 'POST'],
      'app/api/games/[id]/route.ts': ['PATCH', 'DELETE'],
      'app/api/games/stats/route.ts': ['GET'],
    })
    expect(files.get('app/api/games/route.ts')).toContain('if (!user.isAdmin) return forbidden()')
    expect([...filesOf(courtVision).keys()].some((path) => path.startsWith('app/api/'))).toBe(false)
  })
})

/** The generated modules that need no framework, run as they are. */
describe('generated code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devora-backend-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  type Reader = { required(column: string, kind: unknown): unknown; result(data: unknown): unknown }
  // Modules made at run time have no types.
  // oxlint-disable-next-line typescript/no-explicit-any
  type Fields = Record<string, any> & { readFields(form: FormData): Reader }
  let fields: Fields
  let forms: Record<string, (...given: unknown[]) => unknown>
  let query: Record<string, (...given: unknown[]) => unknown>
  let statistics: Record<string, (...given: unknown[]) => unknown>

  beforeAll(async () => {
    const load = async (path: string): Promise<unknown> =>
      import(/* @vite-ignore */ pathToFileURL(join(folder, path.replace('.ts', '.mjs'))).href)
    for (const [path, source] of filesOf(shop)) {
      const target = join(folder, path.replace('.ts', '.mjs'))
      mkdirSync(dirname(target), { recursive: true })
      const script = stripTypeScriptTypes(source).replace(
        /from '@\/([^']+)'/g,
        (_, module: string) => `from '${pathToFileURL(join(folder, module)).href}.mjs'`,
      )
      writeFileSync(target, script)
    }
    fields = (await load('lib/validation/fields.ts')) as Fields
    forms = (await load('lib/forms.ts')) as typeof forms
    query = (await load('lib/data/query.ts')) as typeof query
    statistics = (await load('lib/data/statistics.ts')) as typeof statistics
  })

  const read = (kind: unknown, typed: string): unknown => {
    const form = new FormData()
    form.set('it', typed)
    const reader = fields.readFields(form)
    const value = reader.required('it', kind)
    return JSON.stringify(reader.result(null)).includes('errors') ? 'refused' : value
  }

  it('reads amounts without rounding errors', () => {
    const kind = (fields['money'] as (range: object) => unknown)({ min: 0 })
    expect(['12.50', '1.15', '0,3', '7', '-1', '1.234', 'ten', '1e3'].map((typed) => read(kind, typed))).toEqual([
      1250,
      115,
      30,
      700,
      'refused',
      'refused',
      'refused',
      'refused',
    ])
  })

  it('refuses days that no calendar has, and addresses that run code', () => {
    expect(['2026-02-28', '2026-02-30', '26-1-1'].map((typed) => read(fields['date'], typed))).toEqual([
      '2026-02-28',
      'refused',
      'refused',
    ])
    expect(read(fields['datetime'], '2026-03-01T09:30')).toBe('2026-03-01T09:30:00.000Z')
    expect(
      ['https://example.com/a', '/icon.svg', '//evil.example', 'javascript:alert(1)'].map((typed) =>
        read(fields['url'], typed),
      ),
    ).toEqual(['https://example.com/a', '/icon.svg', 'refused', 'refused'])
  })

  it('redirects inside the app only', () => {
    expect(
      ['/recipes', '//evil.example', '/\\evil.example', 'https://evil.example', ''].map((path) =>
        forms['localPath']?.(path),
      ),
    ).toEqual(['/recipes', null, null, null, null])
  })

  it('keeps a password out of the form that comes back', () => {
    const form = new FormData()
    form.set('email', 'a@example.com')
    form.set('password', 'secret')
    expect(forms['refuse']?.(form, {})).toMatchObject({ ok: false, values: { email: 'a@example.com' } })
    expect(JSON.stringify(forms['refuse']?.(form, {}))).not.toContain('secret')
  })

  it('turns an address into conditions, and nonsense into no rows', () => {
    expect(
      query['parseListQuery']?.({
        q: 'soup',
        page: '3',
        dir: 'asc',
        sort: 'title',
        status: 'open',
        size: 'x',
        empty: '',
      }),
    ).toEqual({
      search: 'soup',
      page: 3,
      direction: 'asc',
      sort: 'title',
      pageSize: 20,
      filters: { status: 'open' },
    })
    const columns = { status: 'text', owner_id: 'person', due_on: 'date', minutes: 'number' }
    const conditions = (filters: object, me: string | null = null): unknown =>
      query['conditionsOf']?.(filters, columns, me)
    const me = '00000000-0000-4000-8000-000000000001'
    expect(conditions({ status: 'open', unknown: '1', due_on_from: '2026-01-01' })).toEqual([
      { column: 'status', operator: 'eq', value: 'open' },
      { column: 'due_on', operator: 'gte', value: '2026-01-01' },
    ])
    expect(conditions({ owner_id: 'me' }, me)).toEqual([{ column: 'owner_id', operator: 'eq', value: me }])
    expect(conditions({ owner_id: 'me' })).toBeNull()
    expect(conditions({ minutes: 'many' })).toBeNull()
    expect(query['searchIn']?.(['title', 'body'], 'a,b) or(1%')).toBe('title.ilike.%a b  or 1%,body.ilike.%a b  or 1%')
  })

  it('counts, adds up and ranks', () => {
    const rows = [
      { who: 'a', state: 'open', minutes: 30, day: '2026-03-01' },
      { who: 'b', state: 'open', minutes: 50, day: '2026-03-01' },
      { who: 'a', state: 'done', minutes: null, day: '2026-02-10' },
    ]
    type Row = (typeof rows)[number]
    const shape = {
      groups: [{ column: 'state', label: 'State', read: (row: Row) => row.state, values: ['open', 'closed', 'done'] }],
      numbers: [{ column: 'minutes', label: 'Minutes', read: (row: Row) => row.minutes }],
      day: (row: Row) => row.day,
    }
    expect(statistics['statisticsOf']?.(rows, shape)).toEqual({
      total: 3,
      groups: [
        {
          column: 'state',
          label: 'State',
          points: [
            { label: 'open', value: 2 },
            { label: 'closed', value: 0 },
            { label: 'done', value: 1 },
          ],
        },
      ],
      numbers: [{ column: 'minutes', label: 'Minutes', sum: 80, average: 40, min: 30, max: 50 }],
      byMonth: [
        { label: '2026-02', value: 1 },
        { label: '2026-03', value: 2 },
      ],
      byDay: [
        { label: '2026-02-10', value: 1 },
        { label: '2026-03-01', value: 2 },
      ],
      trends: [{ column: 'minutes', label: 'Minutes', points: [{ label: '2026-03-01', value: 40 }] }],
    })
    expect(
      statistics['leadersOf']?.(
        rows,
        (row: Row) => ({ id: row.who, label: row.who }),
        (row: Row) => row.minutes ?? 0,
      ),
    ).toEqual([
      { id: 'b', label: 'b', value: 50, count: 1 },
      { id: 'a', label: 'a', value: 30, count: 2 },
    ])
  })
})
