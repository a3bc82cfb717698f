import { describe, expect, it } from 'vitest'
import { sourceTree } from '../support/source-tree'

/**
 * Decision 014: whatever a step of a run writes, it writes under the number of its execution. Model writes and
 * `transaction()` ask for it by themselves, so what is left to be forgotten is raw SQL, and a transaction opened past
 * `transaction()`.
 */

/** Why a raw write may do without: nothing of these is done by a step, or doing it twice or late changes nothing. */
const UNFENCED: Record<string, string> = {
  'lib/core/db/db.ts': 'the fence itself',
  'lib/engine/attempt.ts': 'gives the numbers out',
  'lib/engine/worker.ts': 'heartbeats and the reaper, which run outside of workflows',
  'lib/http/limits/count-request.ts': 'requests only',
  'lib/domains/accounts/store.ts': 'requests only',
  'lib/domains/accounts/passwords/try-store.ts': 'requests only',
  'lib/domains/system/expired-store.ts': 'deletes what has expired, which may be done by two at once',
}

const RAW = /([\w.]+)\.\$(?:queryRaw|executeRaw)(?:Unsafe)?(?:<[^`(]*>)?[`(]([^`]*)/g
const WRITES = /\b(?:insert\s+into|update\s+(?:"\w+"|\w+)\s+set|delete\s+from)\b/i

function unfenced(tree: Map<string, string>): string[] {
  return [...tree].flatMap(([path, source]) => {
    if (!path.startsWith('lib/') || path in UNFENCED) return []
    const raw = [...source.matchAll(RAW)]
      // Inside `transaction()`, whose client is called tx everywhere, the fence is held already.
      .filter(([, client, text = '']) => WRITES.test(text) && client !== 'tx')
      .map(([, client]) => `${path}: ${client}.$… writes without writeRaw`)
    const composed = [...source.matchAll(/\bsql`([^`]*)`/g)]
      .filter(([, text = '']) => WRITES.test(text) && !text.includes('requireAttempt('))
      .map(() => `${path}: SQL that writes without requireAttempt`)
    const opened = /\.\$transaction\(/.test(source) ? [`${path}: a transaction opened past transaction()`] : []
    return [...raw, ...composed, ...opened]
  })
}

describe('every write of a step is fenced', () => {
  it('in all of lib', () => expect(unfenced(sourceTree())).toEqual([]))

  it('and one that is not would be found', () => {
    const tree = new Map([
      ['lib/a.ts', 'await db.$executeRaw`\n  update run set stage = ${x}`'],
      ['lib/b.ts', 'await ctx.db.$queryRaw<Array<{ n: number }>>`insert into a values (1)`'],
      ['lib/c.ts', 'await writeRaw(db, sql`delete from "a" where true`)'],
      ['lib/d.ts', 'await db.$transaction((tx) => tx.run.count())'],
      ['lib/e.ts', 'await db.$queryRaw`select 1 from "update" for update`'],
      ['lib/f.ts', 'writeRaw(db, sql`with held as (select ${requireAttempt(f)} as ok) update a set b = 1`)'],
      ['lib/g.ts', 'await tx.$executeRaw`update run set a = 1`'],
    ])
    expect(unfenced(tree).map((one) => one.split(':')[0])).toEqual(['lib/a.ts', 'lib/b.ts', 'lib/c.ts', 'lib/d.ts'])
  })

  it('and no exception stands for a file that needs none', () => {
    const tree = sourceTree()
    const needless = Object.keys(UNFENCED).filter(
      (path) => !/\$(?:queryRaw|executeRaw|transaction)/.test(tree.get(path) ?? ''),
    )
    expect(needless).toEqual([])
  })
})
