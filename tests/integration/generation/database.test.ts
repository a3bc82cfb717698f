import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { writeDatabase } from '@/lib/domains/generation/builtin/database/write-database'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { sharedHome } from '../../support/shared-home'
import { PLANS, recipeBox, shop } from '../../unit/generation/frontend-specs'

/**
 * Generated SQL on a real Postgres 17 with Supabase's roles: it applies, keeps people apart, and a further migration
 * ends where a first one would.
 */

const { signal } = new AbortController()
const sqlOf = (spec: AppSpec, previous?: AppSpec): { migration: string; seed: string } => {
  const files = [...writeDatabase({ spec, signal, ...(previous ? { previous, migration: 2 } : {}) })]
  const find = (start: string): string => files.find((file) => file.path.startsWith(start))?.content ?? ''
  return { migration: find('supabase/migrations/'), seed: find('supabase/seed.sql') }
}

let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(async () => {
  await cluster.close()
})

type Ask = (sql: string) => Promise<(string | null)[][]>
/** Applies scripts to a fresh database as its owner, then hands it over. */
async function withDatabase<T>(
  scripts: readonly string[],
  work: (
    ask: Ask,
    as: (
      role: 'anon' | 'authenticated' | 'service_role',
      person: string | null,
      sql: string,
      claims?: object,
    ) => Promise<string>,
  ) => Promise<T>,
): Promise<T> {
  const database = await cluster.take()
  try {
    const owner = await database.openMigrator()
    const ask: Ask = async (sql) => {
      const { results, error } = await owner.run(sql)
      if (error) throw new Error(error.message)
      return results.at(-1)?.rows ?? []
    }
    for (const script of scripts) await ask(script)
    /** `rows affected or read`, or the SQLSTATE of the refusal; rolled back, so that cases do not meet. */
    const as: Parameters<typeof work>[1] = async (role, person, sql, claims = {}) => {
      await database.endMigrator()
      const session = await database.openAs(role)
      const token = person === null ? '' : JSON.stringify({ sub: person, role, ...claims })
      const { results, error } = await session.run(
        `begin; set local request.jwt.claims = '${token}'; ${sql}; rollback;`,
      )
      await session.close()
      return error ? (error.code ?? 'error') : String(results.at(-2)?.rowCount ?? 0)
    }
    return await work(ask, as)
  } finally {
    await database.drop()
  }
}

const MAYA = '00000000-0000-4000-8000-000000000001'
const JONAH = '00000000-0000-4000-8000-000000000002'

describe('generated migrations', () => {
  it('apply with their example rows, twice, for every plan', async () => {
    const spanish = planApp({ prompt: 'Una peluquería con citas, servicios, estilistas y reseñas de clientes' })
    for (const spec of [...Object.values(PLANS), spanish]) {
      const { migration, seed } = sqlOf(spec)
      await withDatabase([migration, seed], async (ask) => {
        const count = async (table: string): Promise<number> =>
          Number((await ask(`select count(*) from public."${table}"`))[0]?.[0])
        for (const { table } of spec.entities) {
          const before = await count(table)
          expect(before, `${spec.name}: ${table}`).toBeGreaterThanOrEqual(4)
        }
        const before = await Promise.all(spec.entities.map(({ table }) => count(table)))
        await ask(seed)
        expect(await Promise.all(spec.entities.map(({ table }) => count(table)))).toEqual(before)
      })
    }
  })

  it('let the demo people sign in on a local database, and nowhere else', async () => {
    const { migration, seed } = sqlOf(shop)
    const whoMay = `select email, raw_app_meta_data ->> 'role' from auth.users
      where case encrypted_password when '' then false
        else encrypted_password = extensions.crypt('demo-password', encrypted_password) end
      order by email`
    await withDatabase([migration, seed, seed], async (ask) => {
      expect(await ask(whoMay)).toEqual([
        ['admin@example.com', 'admin'],
        ['ana@example.com', null],
        ['ben@example.com', null],
      ])
      expect(await ask(`select count(*) from auth.identities`)).toEqual([['3']])
    })
    const elsewhere = seed.replaceAll('auth.is_local()', 'auth.is_not_there()')
    await withDatabase([migration, elsewhere], async (ask) => {
      expect(await ask(whoMay)).toEqual([])
      expect(await ask(`select count(*) from auth.users where raw_app_meta_data ? 'role'`)).toEqual([['0']])
    })
  })

  it('keep people apart', async () => {
    const { migration, seed } = sqlOf(recipeBox)
    await withDatabase([migration, seed], async (ask, as) => {
      const recipe = (await ask(`select id from public.recipes where author_id = '${MAYA}' limit 1`))[0]?.[0]
      const change = `update public.recipes set title = 'x' where id = '${recipe}'`
      const add = (author: string): string => `insert into public.recipes (title, author_id) values ('x', '${author}')`
      const ingredient = `insert into public.ingredients (recipe_id, name) values ('${recipe}', 'salt')`
      expect(await as('authenticated', MAYA, change)).toBe('1')
      expect(await as('authenticated', JONAH, change)).toBe('0')
      expect(await as('anon', null, change)).toBe('42501')
      expect(
        await as('authenticated', MAYA, `update public.recipes set author_id = '${JONAH}' where id = '${recipe}'`),
      ).toBe('42501')
      expect(
        await as('service_role', null, `update public.recipes set author_id = '${JONAH}' where id = '${recipe}'`),
      ).toBe('1')
      expect(await as('authenticated', MAYA, add(MAYA))).toBe('1')
      expect(await as('authenticated', MAYA, add(JONAH))).toBe('42501')
      expect(await as('authenticated', MAYA, ingredient)).toBe('1')
      expect(await as('authenticated', JONAH, ingredient)).toBe('42501')
      expect(await as('anon', null, 'select id from public.recipes')).toBe('6')
    })
  })

  it('let visitors write to the inbox that only admins read', async () => {
    const { migration, seed } = sqlOf(shop)
    const admin = { app_metadata: { role: 'admin' } }
    await withDatabase([migration, seed], async (_ask, as) => {
      const send = `insert into public.contact_messages (name, email, message) values ('A', 'a@example.com', 'Hello')`
      expect(await as('anon', null, send)).toBe('1')
      expect(await as('anon', null, send + ' returning id')).toBe('42501')
      expect(await as('anon', null, 'select id from public.contact_messages')).toBe('42501')
      expect(await as('authenticated', MAYA, 'select id from public.contact_messages')).toBe('0')
      expect(await as('authenticated', MAYA, 'select id from public.contact_messages', admin)).toBe('6')
      // What a person writes about themselves makes nobody an admin.
      expect(
        await as('authenticated', MAYA, 'select id from public.contact_messages', { user_metadata: { role: 'admin' } }),
      ).toBe('0')
      expect(await as('authenticated', MAYA, `update public.products set name = 'x'`)).toBe('0')
      expect(await as('authenticated', MAYA, `update public.products set name = 'x'`, admin)).toBe('6')
    })
  })

  it('make a profile for everyone who signs up', async () => {
    const { migration } = sqlOf(recipeBox)
    await withDatabase([migration], async (ask) => {
      await ask(
        `insert into auth.users (id, email, raw_user_meta_data) values ('${MAYA}', 'maya@example.com', '{"name": "Maya"}'), ('${JONAH}', 'jonah@example.com', '{}'), (gen_random_uuid(), null, null)`,
      )
      expect((await ask('select display_name from public.profiles')).flat().toSorted()).toEqual([
        'Maya',
        'Member',
        'jonah',
      ])
    })
  })
})

/** Everything a migration decides, as sorted lines. A constraint added later says `not valid` about older rows. */
const CATALOGUE = `
  select 'column', table_name, column_name, data_type, is_nullable, coalesce(column_default, '')
    from information_schema.columns where table_schema = 'public' union all
  select 'constraint', conrelid::regclass::text, conname, replace(pg_get_constraintdef(oid), ' NOT VALID', ''), '', ''
    from pg_constraint where connamespace = 'public'::regnamespace union all
  select 'policy', tablename, policyname, array_to_string(roles, ','), coalesce(qual, ''), coalesce(with_check, '')
    from pg_policies where schemaname = 'public' union all
  select 'grant', table_name, grantee, privilege_type, column_name, ''
    from information_schema.column_privileges where table_schema = 'public'
      and grantee in ('anon', 'authenticated', 'service_role') union all
  select 'delete', table_name, grantee, privilege_type, '', ''
    from information_schema.table_privileges where table_schema = 'public'
      and grantee in ('anon', 'authenticated', 'service_role') union all
  select 'index', tablename, indexname, '', '', '' from pg_indexes where schemaname = 'public' union all
  select 'trigger', event_object_table, trigger_name, event_manipulation, '', ''
    from information_schema.triggers union all
  select 'function', proname, prosrc, '', '', '' from pg_proc where pronamespace = 'public'::regnamespace
  order by 1, 2, 3, 4, 5, 6`

const catalogue = (scripts: readonly string[]): Promise<string[]> =>
  withDatabase(scripts, async (ask) => (await ask(CATALOGUE)).map((row) => row.join(' | ')))

describe('a further migration', () => {
  it('ends, on a database with rows, where a first one of the later plan would', { tags: ['deep'] }, async () => {
    const plans = Object.values(PLANS)
    for (const [index, before] of plans.entries()) {
      const after = plans[(index + 1) % plans.length] ?? before
      const first = sqlOf(before)
      const changed = await catalogue([first.migration, first.seed, sqlOf(after, before).migration])
      expect(changed, `${before.name} → ${after.name}`).toEqual(await catalogue([sqlOf(after).migration]))
    }
  })

  it('keeps the rows that were there', async () => {
    const after: AppSpec = {
      ...recipeBox,
      entities: recipeBox.entities.map((one) =>
        one.table === 'recipes'
          ? {
              ...one,
              fields: one.fields.map((field) =>
                field.column === 'difficulty'
                  ? { ...field, values: ['easy', 'hard'] }
                  : field.column === 'minutes'
                    ? { ...field, type: 'number' as const, required: true }
                    : field,
              ),
            }
          : one,
      ),
    }
    const first = sqlOf(recipeBox)
    await withDatabase(
      [
        first.migration,
        first.seed,
        "update public.recipes set minutes = null where title like 'Lentil%'",
        sqlOf(after, recipeBox).migration,
      ],
      async (ask) => {
        expect(
          await ask(`select count(*), count(*) filter (where difficulty = 'medium'), min(minutes) from public.recipes`),
        ).toEqual([['6', '0', '0']])
        await expect(ask(`update public.recipes set difficulty = 'medium'`)).rejects.toThrow('recipes_difficulty_check')
      },
    )
  })
})
