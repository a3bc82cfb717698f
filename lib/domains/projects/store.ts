import { type DbLike, type DbTx, dbNull, type Json } from '../../core/db/db'
import { notFound } from '../../core/errors'
import { toStorableJson } from '../../core/text'
import type { Principal } from '../../http/principal'
import { countBytes, requireProject, requireVersion } from './internal/require-room'
import type { FileRef, Generated, GeneratedRef, Manifest } from '../spec/manifest'
import type { Asked, EvidenceStatus, Project, Version, VersionReason } from './contract'

/** This domain's rows. `db` is the first argument, so that a function can take part in a larger transaction. */

const PROJECT = {
  id: true,
  name: true,
  description: true,
  currentVersion: true,
  currentStatus: true,
  currentAsked: true,
  createdAt: true,
  updatedAt: true,
} as const
const VERSION = {
  number: true,
  reason: true,
  summary: true,
  status: true,
  asked: true,
  manifestHash: true,
  fileCount: true,
  runId: true,
  overrideReason: true,
  overriddenAt: true,
  createdAt: true,
} as const

export type ProjectRow = {
  id: string
  name: string
  description: string | null
  currentVersion: number
  currentStatus: string | null
  currentAsked: unknown
  createdAt: Date
  updatedAt: Date
}
type VersionRow = {
  number: number
  reason: string
  summary: string
  status: string | null
  asked: unknown
  manifestHash: string
  fileCount: number
  runId: string | null
  overrideReason: string | null
  overriddenAt: Date | null
  createdAt: Date
}

export const toProject = ({ currentStatus, currentAsked, ...row }: ProjectRow): Project => ({
  ...row,
  status: currentStatus as EvidenceStatus | null,
  asked: currentAsked as Asked | null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

const toVersion = ({ fileCount, overrideReason, overriddenAt, ...row }: VersionRow): Version => ({
  ...row,
  reason: row.reason as VersionReason,
  status: row.status as EvidenceStatus | null,
  asked: row.asked as Asked | null,
  files: fileCount,
  override:
    overrideReason === null || overriddenAt === null
      ? null
      : { reason: overrideReason, at: overriddenAt.toISOString() },
  createdAt: row.createdAt.toISOString(),
})

/**
 * The one door to a project: it must exist, belong to the caller and not be deleted.
 * @throws not_found otherwise, and nobody can tell which of the three it was
 */
export async function findOwnedProject(
  db: DbLike,
  who: Principal,
  id: string,
  options: { deletedSince?: Date } = {},
): Promise<Project & { deletedAt: Date | null }> {
  const alive =
    options.deletedSince === undefined
      ? { deletedAt: null }
      : { OR: [{ deletedAt: null }, { deletedAt: { gte: options.deletedSince } }] }
  const row = await db.project.findFirst({
    where: { id, ownerId: who.userId, ...alive },
    select: { ...PROJECT, deletedAt: true },
  })
  if (row === null) throw notFound('project')
  const { deletedAt, ...project } = row
  return { ...toProject(project), deletedAt }
}

/** One more project of its owner. @throws quota_exceeded */
export const insertProject = async (
  db: DbTx,
  data: { id: string; ownerId: string; name: string; description: string | null; now: Date },
): Promise<void> => {
  const { now, ...row } = data
  await requireProject(db, row.ownerId)
  await db.project.create({ data: { ...row, createdAt: now, updatedAt: now }, select: { id: true } })
}

/**
 * Makes the caller the writer of the next version: the row lock of this update is held until the transaction ends, so
 * writers of one project come one after the other, and each sees the files that the one before it left.
 * @returns the number to write, or null when the project is gone or is not at `base`
 */
export async function takeNextVersion(
  db: DbLike,
  projectId: string,
  data: { base: number | undefined; now: Date } & Judged,
): Promise<number | null> {
  const rows = await db.project.updateManyAndReturn({
    where: { id: projectId, deletedAt: null, ...(data.base === undefined ? {} : { currentVersion: data.base }) },
    data: { currentVersion: { increment: 1 }, ...currentOf(data), updatedAt: data.now },
    select: { currentVersion: true },
  })
  return rows[0]?.currentVersion ?? null
}

/** Number of the newest version, or null when the project is gone. */
export async function findCurrentVersion(db: DbLike, projectId: string): Promise<number | null> {
  const row = await db.project.findFirst({
    where: { id: projectId, deletedAt: null },
    select: { currentVersion: true },
  })
  return row?.currentVersion ?? null
}

/** What is known about a version when nobody reads its report. */
export type Judged = { status: EvidenceStatus | null; asked: Asked | null }
const currentOf = ({ status, asked }: Judged) => ({ currentStatus: status, currentAsked: storable(asked) })
/** Of a column that holds JSON or nothing. */
const storable = (asked: Asked | null) => asked ?? dbNull

export type NewVersion = Judged & {
  id: string
  projectId: string
  number: number
  manifest: Manifest
  /** What Devora itself last wrote of it. */
  generated: Generated
  manifestHash: string
  reason: VersionReason
  summary: string
  runId: string | null
  report: Json | undefined
  now: Date
}

/**
 * Writes a version whose number was taken, and counts what it holds that the one before it did not.
 * @throws quota_exceeded unless a run writes it, which was asked before it began
 */
export async function insertVersion(db: DbTx, { now, report, ...data }: NewVersion): Promise<Version> {
  const isAdmitted = data.runId !== null
  if (!isAdmitted) requireVersion(data.number)
  const before = new Set(
    [...((await findManifest(db, data.projectId, data.number - 1)) ?? new Map<string, FileRef>()).values()].map(
      ({ sha256 }) => sha256,
    ),
  )
  const added = new Map(
    [...data.manifest.values()].filter((ref) => !before.has(ref.sha256)).map((ref) => [ref.sha256, ref.size]),
  )
  const bytes = [...added.values()].reduce((sum, size) => sum + size, 0)
  await countBytes(db, { projectId: data.projectId, bytes, isAdmitted })
  const row = await db.projectVersion.create({
    data: {
      ...data,
      manifest: Object.fromEntries(data.manifest) as Json,
      generated: Object.fromEntries(data.generated) as Json,
      asked: storable(data.asked),
      fileCount: data.manifest.size,
      createdAt: now,
      ...(report === undefined ? {} : { report: toStorableJson(report) }),
    },
    select: VERSION,
  })
  return toVersion(row)
}

export async function findVersion(db: DbLike, projectId: string, number: number): Promise<Version | null> {
  const row = await db.projectVersion.findUnique({
    where: { projectId_number: { projectId, number } },
    select: VERSION,
  })
  return row === null ? null : toVersion(row)
}

export async function findVersionOfRun(
  db: DbLike,
  projectId: string,
  runId: string,
  reason: VersionReason,
): Promise<Version | null> {
  const row = await db.projectVersion.findFirst({ where: { projectId, runId, reason }, select: VERSION })
  return row === null ? null : toVersion(row)
}

export async function selectVersions(
  db: DbLike,
  projectId: string,
  before: number | null,
  take: number,
): Promise<Version[]> {
  const rows = await db.projectVersion.findMany({
    where: { projectId, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take,
    select: VERSION,
  })
  return rows.map(toVersion)
}

/** What a version holds, and what Devora itself last wrote of it. Version 0 is the empty beginning of every project. */
export type VersionFiles = { manifest: Manifest; generated: Generated }

/** @returns null when there is no such version */
export async function findVersionFiles(db: DbLike, projectId: string, number: number): Promise<VersionFiles | null> {
  if (number === 0) return { manifest: new Map(), generated: new Map() }
  const row = await db.projectVersion.findUnique({
    where: { projectId_number: { projectId, number } },
    select: { manifest: true, generated: true },
  })
  if (row === null) return null
  return {
    manifest: new Map(Object.entries(row.manifest as Record<string, FileRef>)),
    generated: new Map(Object.entries(row.generated as Record<string, GeneratedRef>)),
  }
}

/** The files of a version, or null when there is no such version. */
export async function findManifest(db: DbLike, projectId: string, number: number): Promise<Manifest | null> {
  if (number === 0) return new Map()
  const row = await db.projectVersion.findUnique({
    where: { projectId_number: { projectId, number } },
    select: { manifest: true },
  })
  return row === null ? null : new Map(Object.entries(row.manifest as Record<string, FileRef>))
}

export async function findReport(db: DbLike, projectId: string, number: number): Promise<unknown> {
  const row = await db.projectVersion.findUnique({
    where: { projectId_number: { projectId, number } },
    select: { report: true },
  })
  return row?.report ?? null
}

/** Adds evidence to a version with exactly these files. @returns false when there is none */
export async function updateReport(
  db: DbLike,
  data: { projectId: string; number: number; manifestHash: string; report: Json } & Judged,
): Promise<boolean> {
  const { projectId, number, manifestHash, status, asked, report } = data
  const { count } = await db.projectVersion.updateMany({
    where: { projectId, number, manifestHash },
    data: { status, asked: storable(asked), report: toStorableJson(report) },
  })
  if (count === 0) return false
  await db.project.updateMany({ where: { id: projectId, currentVersion: number }, data: currentOf(data) })
  return true
}

export async function updateProjectRow(
  db: DbLike,
  id: string,
  data: { name?: string; description?: string | null; deletedAt?: Date | null; updatedAt?: Date },
): Promise<Project> {
  return toProject(await db.project.update({ where: { id }, data, select: PROJECT }))
}

/** @returns false when it was missing, foreign or deleted already */
export const markDeleted = async (db: DbLike, ownerId: string, id: string, now: Date): Promise<boolean> =>
  (await db.project.updateMany({ where: { id, ownerId, deletedAt: null }, data: { deletedAt: now } })).count === 1

/** Records why a version is used although it is not verified. */
export const updateOverride = async (
  db: DbLike,
  data: { projectId: string; number: number; reason: string; now: Date },
): Promise<void> =>
  void (await db.projectVersion.updateMany({
    where: { projectId: data.projectId, number: data.number },
    data: { overrideReason: data.reason, overriddenAt: data.now },
  }))
