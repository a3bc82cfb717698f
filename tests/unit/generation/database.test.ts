import { describe, expect, it } from 'vitest'
import { differenceStatements } from '@/lib/domains/generation/builtin/database/write-difference'
import { writeDatabase } from '@/lib/domains/generation/builtin/database/write-database'
import { sampleRows } from '@/lib/domains/generation/builtin/database/write-seed'
import { modelOf, uniqueColumns } from '@/lib/domains/generation/builtin/project-model'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { kanban, PLANS, plebiscite, recipeBox, shop } from './frontend-specs'

const { signal } = new AbortController()
const filesOf = (spec: AppSpec, more: { previous?: AppSpec; migration?: number } = {}): Map<string, string> =>
  new Map([...writeDatabase({ spec, signal, ...more })].map((file) => [file.path, file.content]))
const initOf = (spec: AppSpec): string => filesOf(spec).get('supabase/migrations/00000000000001_init.sql') ?? ''

/** The statements that start like this, each on one line. */
const statements = (sql: string, start: string): string[] =>
  sql
    .split(/;\n/)
    .map((one) =>
      one
        .replace(/^(\s*--.*\n)+/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((one) => one.startsWith(start))

describe('the first migration', () => {
  it('secures every table before anybody gets a right on it', () => {
    for (const spec of Object.values(PLANS)) {
      const sql = initOf(spec)
      for (const { table } of spec.entities) {
        const secured = sql.indexOf(`alter table public.${table} enable row level security;`)
        expect(secured, table).toBeGreaterThan(0)
        expect(
          sql.indexOf(`grant select on public.${table}`) === -1 ||
            sql.indexOf(`grant select on public.${table}`) > secured,
          table,
        ).toBe(true)
      }
    }
  })

  it('grants what the matrix allows and nothing else', () => {
    const grants = statements(initOf(shop), 'grant').filter((one) => one.includes(' on public.'))
    expect(grants.filter((one) => one.includes('public.orders'))).toEqual([
      'grant select, insert, update (product_id, quantity, status), delete on public.orders to authenticated',
      'grant select, insert, update, delete on public.orders to service_role',
    ])
    expect(grants.filter((one) => one.includes('public.contact_messages') && one.endsWith('to anon'))).toEqual([
      'grant insert on public.contact_messages to anon',
    ])
    expect(grants.some((one) => /update\b(?! \()/.test(one) && one.includes('public.recipes to authenticated'))).toBe(
      false,
    )
  })

  it('says `using (true)` only where visitors and strangers read every row', () => {
    for (const spec of Object.values(PLANS)) {
      for (const policy of statements(initOf(spec), 'create policy')) {
        if (!policy.includes('using (true)')) continue
        const table = /on public\.(\w+)/.exec(policy)?.[1]
        const rule = spec.access.find((one) => one.table === table)
        expect(policy).toContain('for select')
        expect(
          [rule?.allow.anon, rule?.allow.other].every((cells) => cells?.includes('read')),
          policy,
        ).toBe(true)
      }
    }
  })

  it('checks the new row in every insert and update policy', () => {
    for (const spec of Object.values(PLANS)) {
      for (const policy of statements(initOf(spec), 'create policy')) {
        expect(/for (insert|update)/.test(policy), policy).toBe(policy.includes('with check ('))
        expect(policy.replaceAll('(select auth.uid())', '')).not.toContain('auth.uid()')
      }
    }
  })

  it('fixes the search path of every function', () => {
    for (const spec of Object.values(PLANS)) {
      for (const made of statements(initOf(spec).replace(/\$\$[^]*?\$\$/g, ''), 'create function'))
        expect(made).toContain("search_path = ''")
    }
  })

  it('lets a condition about the reader mean the signed-in person', () => {
    const spec: AppSpec = {
      ...kanban,
      access: kanban.access.map((rule) =>
        rule.table === 'tasks'
          ? { ...rule, readWhere: 'assignee_id = :other', allow: { ...rule.allow, other: ['read'] } }
          : rule,
      ),
    }
    expect(statements(initOf(spec), 'create policy tasks_select')).toEqual([
      'create policy tasks_select_owner on public.tasks for select to authenticated using (owner_id = (select auth.uid()))',
      'create policy tasks_select_members on public.tasks for select to authenticated using (assignee_id = (select auth.uid()))',
    ])
  })

  it('holds values to what they mean', () => {
    const sql = initOf(recipeBox)
    expect(sql).toContain('stars integer not null check (stars between 1 and 5)')
    expect(sql).toContain("check (difficulty in ('easy', 'medium', 'hard'))")
    expect(initOf(shop)).toContain('price bigint not null check (price >= 0)')
  })

  it('makes several unique fields one constraint', () => {
    const vote = plebiscite.entities.find((one) => one.table === 'votes')
    const fields =
      vote?.fields.map((field) => (field.column === 'option_id' ? field : { ...field, unique: true })) ?? []
    const spec = {
      ...plebiscite,
      entities: plebiscite.entities.map((one) => (one === vote ? { ...one, fields } : one)),
    }
    expect(initOf(spec)).toContain('unique (poll_id, voter_id)')
    expect(initOf(spec)).not.toMatch(/poll_id uuid not null unique/)
  })

  it('asks membership of a team through a function, never through the table itself', () => {
    const field = (column: string, references: string) => ({
      name: column,
      column,
      type: 'reference' as const,
      references,
      required: true,
    })
    const spec: AppSpec = {
      ...kanban,
      entities: [
        { name: 'team', table: 'teams', fields: [{ name: 'name', column: 'name', type: 'text', required: true }] },
        {
          name: 'membership',
          table: 'memberships',
          fields: [
            field('team_id', 'teams'),
            field('user_id', 'auth.users'),
            { name: 'role', column: 'role', type: 'text' },
          ],
        },
        {
          name: 'note',
          table: 'notes',
          fields: [field('team_id', 'teams'), { name: 'body', column: 'body', type: 'longtext', required: true }],
        },
      ],
      access: [
        {
          table: 'notes',
          team: {
            column: 'team_id',
            members: 'memberships',
            membersUser: 'user_id',
            membersTeam: 'team_id',
            membersRole: 'role',
            adminRoles: ['lead'],
          },
          allow: { member: ['read', 'insert'], admin: ['read', 'insert', 'update', 'delete'] },
        },
      ],
    }
    const sql = initOf(spec)
    expect(sql).toContain('using ((select public.is_member_of_memberships(team_id)))')
    expect(sql).toContain("member.role in ('lead')")
    expect(sql).not.toContain('public.is_admin()')
  })
})

describe('example rows', () => {
  const spanish = planApp({
    prompt: 'Una tienda de libros usados donde los miembros publican libros con precio y escriben reseñas.',
  })

  it('fit their table: every mandatory column, every link, every unique constraint', () => {
    for (const spec of [...Object.values(PLANS), spanish]) {
      const project = modelOf(spec)
      const rows = sampleRows(project)
      const ids = new Map([...rows].map(([table, made]) => [table, new Set(made.map((row) => row.id))]))
      for (const model of project.entities) {
        const made = rows.get(model.entity.table) ?? []
        expect(made.length, `${spec.name}: ${model.entity.table}`).toBeGreaterThanOrEqual(4)
        const keys = made
          .map((row) =>
            uniqueColumns(model)
              .map((column) => String(row.values[column]))
              .join(),
          )
          .filter(Boolean)
        expect(new Set(keys).size).toBe(keys.length)
        const broken = made.flatMap((row) =>
          model.fields.filter((field) => {
            const value = row.values[field.column] ?? null
            const known = ids.get(field.references ?? '')
            return value === null ? field.required === true : known !== undefined && !known.has(String(value))
          }),
        )
        expect(broken.map((field) => `${model.entity.table}.${field.column}`)).toEqual([])
      }
    }
  })

  it('agree with each other: a vote names an option of its own poll', () => {
    const rows = sampleRows(modelOf(plebiscite))
    const pollOf = new Map(rows.get('options')?.map((row) => [row.id, row.values['poll_id']]))
    for (const vote of rows.get('votes') ?? [])
      expect(pollOf.get(String(vote.values['option_id']))).toBe(vote.values['poll_id'])
  })

  it('are about what the project is about, in its language', () => {
    const english = filesOf(recipeBox).get('supabase/seed.sql') ?? ''
    expect(english).toContain('Lentil soup with lemon')
    expect(english).toContain('@example.com')
    const seed = filesOf(spanish).get('supabase/seed.sql') ?? ''
    expect(seed).toContain('El cuaderno del farero')
    expect(seed).not.toContain('Ana Lindqvist')
  })

  it('quote what needs quoting', () => {
    expect(initOf(shop)).not.toContain('\u0000')
    const odd: AppSpec = {
      ...recipeBox,
      entities: [
        {
          name: "chef's word",
          table: 'order',
          fields: [{ name: "it's", column: 'user', type: 'enum', values: ["o'clock", 'b'], required: true }],
        },
      ],
      access: [],
    }
    expect(initOf(odd)).toContain('create table public."order"')
    expect(initOf(odd)).toContain(`"user" text not null default 'o''clock' check ("user" in ('o''clock', 'b'))`)
  })
})

describe('a changed plan', () => {
  const later: AppSpec = {
    ...recipeBox,
    entities: recipeBox.entities.map((one) =>
      one.table === 'recipes'
        ? {
            ...one,
            fields: [
              ...one.fields.filter((field) => field.column !== 'minutes'),
              { name: 'cuisine', column: 'cuisine', type: 'text', required: true },
            ],
          }
        : one,
    ),
  }

  it('answers one further migration and leaves the first alone', () => {
    const files = filesOf(later, { previous: recipeBox, migration: 7 })
    expect([...files.keys()]).toEqual([
      'supabase/migrations/00000000000007_change_recipes.sql',
      'supabase/seed.sql',
      'lib/database.types.ts',
    ])
    const sql = files.get('supabase/migrations/00000000000007_change_recipes.sql') ?? ''
    expect(sql).toContain('drop column minutes')
    expect(sql).toContain('add column cuisine text')
    expect(sql.indexOf('set cuisine =')).toBeLessThan(sql.indexOf('alter column cuisine set not null'))
    expect(sql).toContain('update (title, description, image_url, difficulty, cuisine)')
    expect(sql).not.toContain('public.ratings')
  })

  it('answers no migration when the database stays as it is', () => {
    expect(
      differenceStatements(modelOf(recipeBox), modelOf({ ...recipeBox, name: 'Another name', pages: [] })),
    ).toEqual([])
    expect([...filesOf(recipeBox, { previous: recipeBox }).keys()]).toEqual([
      'supabase/seed.sql',
      'lib/database.types.ts',
    ])
  })

  it('changes only policies when only the matrix changed', () => {
    const shut: AppSpec = {
      ...recipeBox,
      access: recipeBox.access.map((rule) =>
        rule.table === 'ratings' ? { ...rule, allow: { ...rule.allow, anon: [] } } : rule,
      ),
    }
    const sql = differenceStatements(modelOf(recipeBox), modelOf(shut)).join('\n')
    expect(sql).toContain('drop policy if exists ratings_select_everyone')
    expect(sql).toContain('using ((select auth.uid()) is not null)')
    expect(sql).not.toMatch(/alter table|create table/)
  })
})

describe('the writer', () => {
  it('answers the same bytes twice, and nothing once it is cancelled', () => {
    expect(filesOf(kanban)).toEqual(filesOf(kanban))
    expect(() => [...writeDatabase({ spec: kanban, signal: AbortSignal.abort() })]).toThrow('aborted')
  })
})
