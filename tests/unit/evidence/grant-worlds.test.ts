import { describe, expect, it } from 'vitest'
import { grantWorldsOf } from '@/lib/domains/evidence/scratch/grant-worlds'

/** Which of Supabase's default grants a project lives with, by its configuration and the names of its migrations. */

const worldsOf = (names: string[], config?: string): ReturnType<typeof grantWorldsOf> =>
  grantWorldsOf({
    files: new Map(names.map((name) => [`supabase/migrations/${name}.sql`, new Uint8Array()])),
    text: (path) => (path === 'supabase/config.toml' ? config : ''),
  })

describe('the world of grants', () => {
  it.each([
    [['20240312090000_a'], ['default'], undefined],
    [['20260529235959_a', '20260901000000_b'], ['default'], undefined],
    [['20260530000000_a'], ['explicit', 'default'], 'default'],
    [['20261029120000_a'], ['explicit', 'default'], 'default'],
    [['20261030000000_a'], ['explicit'], undefined],
    [['20240312_a'], ['default'], undefined],
    [['0001_a', '0002_b'], ['explicit', 'default'], undefined],
    [['00000000000001_init'], ['explicit', 'default'], undefined],
  ] as const)('of %j is %j', (names, worlds, unlikely) => {
    expect(worldsOf([...names])).toEqual({ worlds, ...(unlikely && { unlikely }) })
  })
  it('is as the configuration says, whatever the dates', () => {
    expect(worldsOf(['20240312090000_a'], '[api]\nauto_expose_new_tables = false\n')).toEqual({ worlds: ['explicit'] })
    expect(worldsOf(['20261201000000_a'], 'api.auto_expose_new_tables = true')).toEqual({ worlds: ['default'] })
    expect(worldsOf(['20240312090000_a'], '[db]\nauto_expose_new_tables = false\n').worlds).toEqual(['default'])
  })
  it('ends for old projects with the first migration after 30 October 2026', () => {
    expect(worldsOf(['20240312090000_a', '20261101000000_b', '20261201000000_c'])).toEqual({
      worlds: ['default'],
      endsAt: 'supabase/migrations/20261101000000_b.sql',
    })
  })
})
