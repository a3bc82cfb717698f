import type { DbLike } from '../../core/db/db'
import { newId } from '../../core/ids'
import type { Memory, MemoryKind } from './contract'

/** This domain's rows. Every function takes the owner: nobody else's memory can be named, not even by its id. */

const MEMORY = {
  id: true, kind: true, text: true, projectId: true, runId: true, messageId: true, createdAt: true, updatedAt: true, usedAt: true,
} as const // prettier-ignore
type MemoryRow = Omit<Memory, 'kind' | 'createdAt' | 'updatedAt' | 'usedAt'> & {
  kind: string
  createdAt: Date
  updatedAt: Date
  usedAt: Date | null
}

const toMemory = (row: MemoryRow): Memory => ({
  ...row,
  kind: row.kind as MemoryKind,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
})

/** What of a deleted project is remembered comes back with it; until then it is not there. */
const ALIVE = { OR: [{ projectId: null }, { project: { deletedAt: null } }] }

export async function selectMemories(
  db: DbLike,
  ownerId: string,
  options: { kind?: MemoryKind | undefined; before: string | null; take: number },
): Promise<Memory[]> {
  const { kind, before, take } = options
  const rows = await db.memory.findMany({
    where: { ownerId, ...ALIVE, ...(kind === undefined ? {} : { kind }), ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take,
    select: MEMORY,
  })
  return rows.map(toMemory)
}

export async function findMemory(db: DbLike, ownerId: string, id: string): Promise<Memory | null> {
  const row = await db.memory.findFirst({ where: { id, ownerId, ...ALIVE }, select: MEMORY })
  return row === null ? null : toMemory(row)
}

/** Preferences and facts; the summaries of projects are bounded by the projects. */
export const countMemories = (db: DbLike, ownerId: string): Promise<number> =>
  db.memory.count({ where: { ownerId, kind: { not: 'project' } } })

export type NewMemory = {
  ownerId: string
  kind: MemoryKind
  key: string
  text: string
  projectId: string | null
  runId: string | null
  messageId: string | null
}

/** Stores it, or says it anew if there is one with this key. @returns null when exactly this was known already */
export async function putMemory(db: DbLike, { ownerId, key, ...said }: NewMemory, now: Date): Promise<Memory | null> {
  const shown = { ...said, id: newId('memory', now.getTime()), createdAt: now, updatedAt: now }
  const { count } = await db.memory.createMany({ data: [{ ...shown, ownerId, key }], skipDuplicates: true })
  if (count === 1) return toMemory({ ...shown, usedAt: null })
  const changed = await db.memory.updateManyAndReturn({
    where: { ownerId, key, NOT: { text: said.text, kind: said.kind } },
    data: { ...said, updatedAt: now, embedding: [], embeddingModel: null },
    select: MEMORY,
  })
  return changed[0] === undefined ? null : toMemory(changed[0])
}

export async function findByKey(db: DbLike, ownerId: string, key: string): Promise<Memory | null> {
  const row = await db.memory.findUnique({ where: { ownerId_key: { ownerId, key } }, select: MEMORY })
  return row === null ? null : toMemory(row)
}

/** @throws Prisma P2002 when another memory of theirs has that key */
export async function changeMemory(
  db: DbLike,
  ownerId: string,
  id: string,
  data: { text?: string; key?: string; kind?: MemoryKind; now: Date },
): Promise<Memory | null> {
  const { now, ...change } = data
  const rows = await db.memory.updateManyAndReturn({
    where: { id, ownerId },
    data: { ...change, updatedAt: now, ...(change.text === undefined ? {} : { embedding: [], embeddingModel: null }) },
    select: MEMORY,
  })
  return rows[0] === undefined ? null : toMemory(rows[0])
}

/** @returns false when there was none of theirs */
export const deleteMemory = async (db: DbLike, ownerId: string, id: string): Promise<boolean> =>
  (await db.memory.deleteMany({ where: { id, ownerId } })).count === 1

export const touchMemories = async (db: DbLike, ownerId: string, ids: readonly string[], now: Date): Promise<void> =>
  void (await db.memory.updateMany({ where: { ownerId, id: { in: [...ids] } }, data: { usedAt: now } }))

export type Vector = { values: number[]; model: string | null }

/** The vectors of these memories; not part of `Memory`, because they are large and only a search needs them. */
export async function selectVectors(db: DbLike, ownerId: string, ids: readonly string[]): Promise<Map<string, Vector>> {
  const rows = await db.memory.findMany({
    where: { ownerId, id: { in: [...ids] } },
    select: { id: true, embedding: true, embeddingModel: true },
  })
  return new Map(rows.map((row) => [row.id, { values: row.embedding, model: row.embeddingModel }]))
}

/** Keeps a vector if the text is still the one that it belongs to. */
export const saveVector = async (
  db: DbLike,
  ownerId: string,
  memory: { id: string; text: string },
  vector: number[],
  model: string,
): Promise<void> =>
  void (await db.memory.updateMany({
    where: { id: memory.id, ownerId, text: memory.text },
    data: { embedding: vector, embeddingModel: model },
  }))

/** Somebody's projects, newest first, with what is remembered of them. Read from the projects themselves, so that those that no run made count too. */
export async function selectProjectTexts(
  db: DbLike,
  ownerId: string,
  options: { except: string | null; take: number },
): Promise<Array<{ projectId: string; name: string; summary: string; memoryId: string | null }>> {
  const rows = await db.project.findMany({
    where: { ownerId, deletedAt: null, ...(options.except === null ? {} : { id: { not: options.except } }) },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: options.take,
    select: {
      id: true,
      name: true,
      description: true,
      memories: { where: { ownerId, kind: 'project' }, select: { id: true, text: true }, take: 1 },
    },
  })
  return rows.map(({ id, name, description, memories: [memory] }) => ({
    projectId: id,
    name,
    summary: memory?.text ?? description ?? '',
    memoryId: memory?.id ?? null,
  }))
}
