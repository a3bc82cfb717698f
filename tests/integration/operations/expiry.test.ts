import { mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx } from '@/lib/context'
import { sha256 } from '@/lib/core/crypto'
import { DAY, HOUR, MINUTE } from '@/lib/core/time'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import { appendEvents, readEvents } from '@/lib/domains/runs/store'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { completeRun } from '@/lib/domains/runs/internal/finish-run'
import { RESTORE_MS } from '@/lib/domains/projects/policy'
import { insertBlobs } from '@/lib/domains/projects/stores/blob-store'
import { RETENTION_MS } from '@/lib/domains/system/retention'
import { deleteUnnamedBlobs } from '@/lib/domains/system/expired-store'
import { SWEEP_KINDS, sweepExpired } from '@/lib/domains/system/sweep-expired'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* What expires is deleted, and nothing else: the clock is set to just before and just after. */

let api: TestApi
let ana: Person
const NOW = new Date()
/** The house with its clock at so many milliseconds from now. */
const at = (ms: number): Ctx => ({ ...api.ctx, clock: { now: () => new Date(NOW.getTime() + ms) } })
/** Years pass here: what others are working in meanwhile must not lie where it is swept. */
let temporary: string
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'devora-expiry-test-'))
  process.env['TMPDIR'] = temporary
  api = await openApi()
})
afterAll(async () => {
  await api?.close()
  await rm(temporary, { recursive: true })
})
beforeEach(async () => void (ana = await newPerson(api)))

const project = async (name: string, content: string): Promise<string> =>
  (
    (await ana.send('POST', '/projects', { body: { name, files: [{ path: 'a.txt', content }] } })).body as {
      id: string
    }
  ).id
const hasBlob = async (content: string): Promise<boolean> =>
  (await api.ctx.db.fileBlob.count({ where: { sha256: sha256(content) } })) === 1

test('rate windows, records of repeated requests, failed sign-ins and ended sessions', async () => {
  const { db } = api.ctx
  const over = (ms: number): Date => new Date(NOW.getTime() + ms)
  await db.rateWindow.createMany({
    data: Array.from({ length: 1_200 }, (_, n) => ({
      key: `sweep:${n}`,
      windowStart: NOW,
      count: 1,
      expiresAt: over(n < 1_100 ? MINUTE : HOUR),
    })),
  })
  await db.idempotencyRecord.create({
    data: { principal: 'p', route: 'r', key: 'k', requestHash: 'h', createdAt: NOW },
  })
  await db.loginFailure.createMany({
    data: [
      { key: 'over', count: 3, updatedAt: NOW, lockedUntil: null },
      { key: 'locked', count: 9, updatedAt: NOW, lockedUntil: over(3 * DAY) },
      { key: 'a known place', count: 0, updatedAt: NOW, lockedUntil: null, signedInAt: NOW },
    ],
  })
  await db.modelCapability.createMany({
    data: ['over', 'believed'].map((key) => ({ key, known: {}, expiresAt: over(key === 'over' ? MINUTE : DAY) })),
  })
  const session = { userId: ana.id, kind: 'browser', createdAt: NOW, lastSeenAt: NOW }
  await db.session.createMany({
    data: [
      { id: 'ses_over', ...session, expiresAt: over(MINUTE) },
      { id: 'ses_ended', ...session, expiresAt: over(300 * DAY), revokedAt: NOW },
      { id: 'ses_alive', ...session, expiresAt: over(300 * DAY) },
    ],
  })
  expect(await sweepExpired(at(2 * MINUTE), 'what model servers can do')).toBe(1)
  expect(await sweepExpired(at(2 * MINUTE), 'rate windows')).toBeGreaterThanOrEqual(1_100)
  expect(await db.rateWindow.count({ where: { key: { startsWith: 'sweep:' } } })).toBe(100)
  for (const kind of ['idempotency records', 'failed sign-ins', 'sessions'] as const) {
    expect(await sweepExpired(at(DAY - MINUTE), kind), kind).toBe(0)
    await sweepExpired(at(DAY + 2 * MINUTE), kind)
  }
  expect(await db.idempotencyRecord.count()).toBe(0)
  const failures = (await db.loginFailure.findMany()).map(({ key }) => key)
  expect(failures).toEqual(expect.arrayContaining(['locked', 'a known place']))
  expect(failures).not.toContain('over')
  const left = await db.session.findMany({ where: { id: { startsWith: 'ses_' } }, select: { id: true } })
  expect(left.map(({ id }) => id)).toContain('ses_alive')
  expect(left.map(({ id }) => id)).not.toContain('ses_over')
  expect(left.map(({ id }) => id)).not.toContain('ses_ended')
})

test('a project thirty days after it was deleted, with everything of it; its files when nobody else has them', async () => {
  const gone = await project('Gone', 'only here')
  const kept = await project('Kept', 'kept')
  await ana.send('PUT', `/projects/${gone}/files/b.txt`, { body: { content: 'kept' } })
  await ana.send('DELETE', `/projects/${gone}`)
  const month = RETENTION_MS.project
  expect(month).toBe(RESTORE_MS)
  expect(await sweepExpired(at(month - MINUTE), 'projects')).toBe(0)
  expect(await sweepExpired(at(month + MINUTE), 'projects')).toBe(1)
  expect(await api.ctx.db.projectVersion.count({ where: { projectId: gone } })).toBe(0)
  expect(await sweepExpired(at(RETENTION_MS.blob - MINUTE), 'blobs')).toBe(0)
  await sweepExpired(at(RETENTION_MS.blob + MINUTE), 'blobs')
  expect([await hasBlob('only here'), await hasBlob('kept')]).toEqual([false, true])
  expect((await ana.send('GET', `/projects/${kept}/files/a.txt`)).body).toMatchObject({ content: 'kept' })
})

test('a blob stays as long as a version, a run or a plan names it, however old it is', async () => {
  const { db } = api.ctx
  const id = await project('Old', 'first')
  await ana.send('PUT', `/projects/${id}/files/a.txt`, { body: { content: 'second' } })
  const refs = await insertBlobs(
    db,
    new Map(
      ['attached', 'planned', 'written', 'base', 'brought back', 'nobody'].map((name) => [name, Buffer.from(name)]),
    ),
    NOW,
  )
  const input = { attachments: [{ name: 'a', mediaType: 'text/plain', ...refs.get('attached')! }] }
  const plan = { files: [{ path: 'devora.json', ...refs.get('planned')! }] }
  const runId = await insertRun(db, { ownerId: ana.id, kind: 'generation', projectId: id, input, plan }, NOW)
  const said = { stage: 'frontend', attempt: 'att' }
  await appendEvents(db, runId, [{ type: 'file', ...said, path: 'w.txt', ...refs.get('written')! }])
  const generated = { 'a.txt': { ...refs.get('base')!, restored: refs.get('brought back')! } }
  await db.projectVersion.updateMany({ where: { projectId: id, number: 2 }, data: { generated } })
  await sweepExpired(at(400 * DAY), 'blobs')
  const kept = ['first', 'second', 'attached', 'planned', 'written', 'base', 'brought back']
  expect(await Promise.all([...kept, 'nobody'].map(hasBlob))).toEqual([...kept.map(() => true), false])
})

test('a blob that becomes named while it is being swept is kept', async () => {
  const { db } = api.ctx
  const hash = sha256('coming back')
  await insertBlobs(db, new Map([['a', Buffer.from('coming back')]]), new Date(NOW.getTime() - 30 * DAY))
  let sweeping: Promise<number> = Promise.resolve(0)
  await db.$transaction(async (tx) => {
    // As insertBlobs does it, held open: the sweep has found the blob old and unnamed, and waits for its row.
    await insertBlobs(tx, new Map([['a', Buffer.from('coming back')]]), NOW)
    sweeping = deleteUnnamedBlobs(db, [hash], new Date(NOW.getTime() - RETENTION_MS.blob), []).then((count) => count)
    await expect
      .poll(async () => {
        const rows = await db.$queryRaw<unknown[]>`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%delete from file_blob%'`
        return rows.length
      })
      .toBe(1)
  })
  expect(await sweeping).toBe(0)
  expect(await hasBlob('coming back')).toBe(true)
  expect((await db.fileBlob.findUniqueOrThrow({ where: { sha256: hash } })).bytes).toEqual(
    new Uint8Array(Buffer.from('coming back')),
  )
})

test('what superseded attempts said, once the run has ended: the page stays the same', async () => {
  const { ctx } = api
  const runId = await insertRun(ctx.db, { ownerId: ana.id, kind: 'generation', input: {} }, NOW)
  const attempt = (stage: string, name: string, text: string) =>
    [
      { type: 'attempt', stage, attempt: name },
      { type: 'stage', stage, attempt: name, status: 'running' },
      { type: 'text', stage, attempt: name, text },
      { type: 'stage', stage, attempt: name, status: 'done' },
    ] as const
  await appendEvents(ctx.db, runId, [
    ...attempt('frontend', 'one', 'old'),
    ...attempt('backend', 'b', 'only'),
    ...attempt('frontend', 'two', 'new'),
  ])
  await ctx.db.workflowAttempt.create({ data: { workflowId: runId, runId, attempt: 1, takenAt: NOW } })
  const view = async () =>
    viewRun((await readEvents(ctx.db, runId, 0)).map(({ event }) => event).reduce(reduceRun, initialState))
  expect(await sweepExpired(at(DAY), 'superseded events')).toBe(0)
  expect(await sweepExpired(at(DAY), 'attempts')).toBe(0)
  await completeRun(ctx, runId, { version: 1, evidence: 'verified', result: {} })
  const before = await view()
  expect(await sweepExpired(at(2 * DAY), 'superseded events')).toBe(3)
  expect(await sweepExpired(at(2 * DAY), 'superseded events')).toBe(0)
  expect(await sweepExpired(at(2 * DAY), 'attempts')).toBe(1)
  expect(await view()).toEqual(before)
  expect((await readEvents(ctx.db, runId, 0)).at(-1)?.event).toMatchObject({ type: 'end' })
})

test('folders of checks that were killed, but not those of others', async () => {
  const old = await mkdtemp(join(tmpdir(), 'devora-lint-'))
  const others = join(tmpdir(), `devora-elsewhere-${process.pid}`)
  await mkdir(others, { recursive: true })
  for (const folder of [old, others]) await utimes(folder, new Date(0), new Date(0))
  await sweepExpired(at(0), 'scratch folders')
  expect(await stat(old).catch(() => null)).toBeNull()
  expect(await stat(others).catch(() => null)).not.toBeNull()
  await rm(others, { recursive: true })
})

test('all of it can be done again, and with nothing left it says so', async () => {
  const year = at(500 * DAY)
  for (const kind of SWEEP_KINDS) await sweepExpired(year, kind)
  for (const kind of SWEEP_KINDS) expect([kind, await sweepExpired(year, kind)]).toEqual([kind, 0])
})
