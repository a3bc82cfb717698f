import { readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx } from '../../context'
import { removeExpiredFiles } from '../files/internal/remove-files'
import {
  deleteAttempts,
  deleteIdempotencyRecords,
  deleteLoginFailures,
  deleteModelCapabilities,
  deleteProjects,
  deleteRateWindows,
  deleteSessions,
  deleteShareLinks,
  deleteSupersededEvents,
  deleteUnnamedBlobs,
  selectNamedByRuns,
  selectOldBlobs,
} from './expired-store'
import { RETENTION_MS } from './retention'

/** Rows of one statement: none holds locks for long, and a stop between two loses nothing. */
const BATCH = 500
/** Runs and projects bring many rows each. */
const LARGE_BATCH = 20

const before = (ctx: Ctx, kind: keyof typeof RETENTION_MS): Date =>
  new Date(ctx.clock.now().getTime() - RETENTION_MS[kind])

/** Batch after batch until one is not full. @returns rows deleted in all */
async function untilEmpty(most: number, batch: (most: number) => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await batch(most)
    total += count
    if (count < most) return total
  }
}

type Rows = (db: Ctx['db'], before: Date, most: number) => Promise<number>
const rowsOf =
  (kind: keyof typeof RETENTION_MS, rows: Rows, most = BATCH) =>
  (ctx: Ctx): Promise<number> =>
    untilEmpty(most, (size) => rows(ctx.db, before(ctx, kind), size))

async function sweepEvents(ctx: Ctx): Promise<number> {
  let events = 0
  await untilEmpty(LARGE_BATCH, async (most) => {
    const done = await deleteSupersededEvents(ctx.db, before(ctx, 'attempt'), most, ctx.clock.now())
    events += done.events
    return done.runs
  })
  return events
}

async function sweepBlobs(ctx: Ctx): Promise<number> {
  const old = before(ctx, 'blob')
  // What runs come to name after this was stored after it, too.
  const named = await selectNamedByRuns(ctx.db)
  let count = 0
  for (let cursor = ''; ;) {
    const hashes = await selectOldBlobs(ctx.db, old, cursor, BATCH)
    if (hashes.length > 0) count += await deleteUnnamedBlobs(ctx.db, hashes, old, named)
    if (hashes.length < BATCH) return count
    cursor = hashes.at(-1)!
  }
}

/** Folders in which checks work; whoever made one removes it, unless it was killed. */
const SCRATCH = /^devora-(?:lint|build|sandbox|jail|spool)-/

async function sweepScratch(ctx: Ctx): Promise<number> {
  const old = before(ctx, 'scratch').getTime()
  let count = 0
  for (const name of (await readdir(tmpdir())).filter((entry) => SCRATCH.test(entry))) {
    const folder = join(tmpdir(), name)
    const info = await stat(folder).catch(() => null)
    if (info === null || info.mtimeMs >= old || info.uid !== process.getuid?.()) continue
    await rm(folder, { recursive: true, force: true })
    count++
  }
  return count
}

/** In this order: what a project or a superseded attempt named is unnamed when the blobs' turn comes. */
const SWEEPS = {
  'rate windows': rowsOf('rateWindow', deleteRateWindows),
  'idempotency records': rowsOf('idempotencyRecord', deleteIdempotencyRecords),
  'failed sign-ins': rowsOf('loginFailure', deleteLoginFailures),
  sessions: rowsOf('session', deleteSessions),
  'links to projects': rowsOf('shareLink', deleteShareLinks),
  'what model servers can do': rowsOf('modelCapability', deleteModelCapabilities),
  projects: rowsOf('project', deleteProjects, LARGE_BATCH),
  'superseded events': sweepEvents,
  attempts: rowsOf('attempt', deleteAttempts),
  workflows: (ctx: Ctx) => untilEmpty(BATCH, (most) => ctx.engine.forget(before(ctx, 'workflow'), most)),
  blobs: sweepBlobs,
  'scratch folders': sweepScratch,
  // Last: where a file storage is away, everything else is swept all the same.
  'stored files': (ctx: Ctx) => untilEmpty(BATCH, (most) => removeExpiredFiles(ctx, before(ctx, 'storedFile'), most)),
} satisfies Record<string, (ctx: Ctx) => Promise<number>>

export type SweepKind = keyof typeof SWEEPS
export const SWEEP_KINDS = Object.keys(SWEEPS) as SweepKind[]

/** Deletes what has expired of one kind, and says how much. Safe to repeat, and beside whoever is at work. */
export async function sweepExpired(ctx: Ctx, kind: SweepKind): Promise<number> {
  const count = await SWEEPS[kind](ctx)
  if (count > 0) ctx.log.info({ kind, count }, 'deleted what had expired')
  return count
}
