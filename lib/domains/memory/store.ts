import type { DbLike } from '../../core/db/db'
import { newId } from '../../core/ids'
import type { Memory, MemoryKind } from './contract'

/** This domain's rows. Every function takes the owner: nobody else's memory can be named, not even by its id. */

const MEMORY = {
  id: true,
  kind: true,
  text: true,
  projectId: true,
  runId: true,
  messageId: true,
  createdAt: true,
  updatedAt: true,
  usedAt: true,
  source: true,
  sourcePath: true,
  scopeProjectId: true,
  isScopeChosen: true,
  sourceProject: { select: { id: true, name: true, deletedAt: true } },
} as const
type MemoryRow = Omit<Memory, 'kind' | 'createdAt' | 'updatedAt' | 'usedAt' | 'source' | 'scope' | 'isScopeOpen'> & {
  kind: string
  scopeProjectId: string | null
  isScopeChosen: boolean
  source: string | null
  sourcePath: string | null
  sourceProject: { id: string; name: string; deletedAt: Date | null } | null
  createdAt: Date
  updatedAt: Date
  usedAt: Date | null
}

const toMemory = ({ source, sourcePath, sourceProject, scopeProjectId, isScopeChosen, ...row }: MemoryRow): Memory => ({
  ...row,
  kind: row.kind as MemoryKind,
  scope: scopeProjectId !== null || row.kind === 'project' ? 'project' : 'always',
  isScopeOpen: scopeProjectId !== null && !isScopeChosen,
  source:
    source === null
      ? null
      : {
          kind: source as NonNullable<Memory['source']>['kind'],
          path: sourcePath,
          // What was learned in a project that is deleted holds on; the project itself is not to be named any more.
          project:
            sourceProject === null || sourceProject.deletedAt !== null
              ? null
              : { id: sourceProject.id, name: sourceProject.name },
        },
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
})

/** What of a deleted project is remembered comes back with it; until then it is not there. */
const ALIVE = {
  AND: [
    { OR: [{ projectId: null }, { project: { deletedAt: null } }] },
    { OR: [{ scopeProjectId: null }, { scopeProject: { deletedAt: null } }] },
  ],
}

export async function selectMemories(
  db: DbLike,
  ownerId: string,
  options: {
    kind?: MemoryKind | undefined
    /** Only what holds in this project alone. */
    scopeProjectId?: string | undefined
    /** Only what holds in this project, or everywhere; null: only what holds everywhere. */
    holdsIn?: string | null
    before: string | null
    take: number
  },
): Promise<Memory[]> {
  const { kind, before, take, scopeProjectId, holdsIn } = options
  const rows = await db.memory.findMany({
    where: {
      ownerId,
      AND: [
        ...ALIVE.AND,
        ...(holdsIn === undefined ? [] : [{ OR: [{ scopeProjectId: null }, { scopeProjectId: holdsIn ?? '' }] }]),
      ],
      ...(scopeProjectId === undefined ? {} : { scopeProjectId }),
      ...(kind === undefined ? {} : { kind }),
      ...(before === null ? {} : { id: { lt: before } }),
    },
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
  source?: NonNullable<Memory['source']>['kind']
  sourcePath?: string | null
  sourceProjectId?: string | null
  /** The one project it holds in; absent: it holds everywhere. */
  scopeProjectId?: string | null
}

/** Stores it, or says it anew if there is one with this key. @returns null when exactly this was known already */
export async function putMemory(db: DbLike, { ownerId, key, ...said }: NewMemory, now: Date): Promise<Memory | null> {
  const row = { ...said, id: newId('memory', now.getTime()), createdAt: now, updatedAt: now }
  const { count } = await db.memory.createMany({ data: [{ ...row, ownerId, key }], skipDuplicates: true })
  if (count === 1) return findByKey(db, ownerId, key)
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
  data: {
    text?: string
    key?: string
    kind?: MemoryKind
    scopeProjectId?: string | null
    isScopeChosen?: boolean
    now: Date
  },
): Promise<Memory | null> {
  const { now, ...change } = data
  const rows = await db.memory.updateManyAndReturn({
    where: { id, ownerId },
    data: { ...change, updatedAt: now, ...(change.text === undefined ? {} : { embedding: [], embeddingModel: null }) },
    select: MEMORY,
  })
  return rows[0] === undefined ? null : toMemory(rows[0])
}

/** @returns its key; null when there was none of theirs */
export async function deleteMemory(db: DbLike, ownerId: string, id: string): Promise<string | null> {
  const found = await db.memory.findFirst({ where: { id, ownerId }, select: { key: true } })
  if (found === null || (await db.memory.deleteMany({ where: { id, ownerId } })).count === 0) return null
  return found.key
}

/** What a memory is known by, where it holds, and where it was learned. */
export const findPlace = (
  db: DbLike,
  ownerId: string,
  id: string,
): Promise<{ key: string; scopeProjectId: string | null; sourceProjectId: string | null } | null> =>
  db.memory.findFirst({
    where: { id, ownerId },
    select: { key: true, scopeProjectId: true, sourceProjectId: true },
  })

/** Makes room for a memory that is said anew under this key. */
export const deleteOtherWithKey = async (db: DbLike, ownerId: string, key: string, id: string): Promise<void> =>
  void (await db.memory.deleteMany({ where: { ownerId, key, id: { not: id } } }))

export type NewSign = {
  ownerId: string
  key: string
  value: string
  event: string
  projectId: string | null
  now: Date
}

/** Notes a choice, once per event. @returns `forgotten`: its owner has forgotten what this event had taught */
export async function putSign(db: DbLike, { now, ...sign }: NewSign): Promise<'new' | 'known' | 'forgotten'> {
  const { count } = await db.memorySign.createMany({ data: [{ ...sign, createdAt: now }], skipDuplicates: true })
  if (count === 1) return 'new'
  const { ownerId, key, value, event } = sign
  const known = await db.memorySign.findUnique({
    where: { ownerId_key_value_event: { ownerId, key, value, event } },
    select: { forgottenAt: true },
  })
  return known === null || known.forgottenAt === null ? 'known' : 'forgotten'
}

/** What spoke for a memory speaks for it no more; with `projectId` only what was seen there. */
export const forgetSigns = async (
  db: DbLike,
  ownerId: string,
  key: string,
  projectId: string | null,
  now: Date,
): Promise<void> =>
  void (await db.memorySign.updateMany({
    where: { ownerId, key, forgottenAt: null, ...(projectId === null ? {} : { projectId }) },
    data: { forgottenAt: now },
  }))

export const countSigns = (db: DbLike, ownerId: string): Promise<number> => db.memorySign.count({ where: { ownerId } })

/** In how many projects this was chosen. */
export const countProjectsWith = async (db: DbLike, ownerId: string, key: string, value: string): Promise<number> =>
  (
    await db.memorySign.groupBy({
      by: ['projectId'],
      where: { ownerId, key, value, forgottenAt: null, projectId: { not: null } },
    })
  ).length

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

/**
 * Somebody's projects, newest first, with what is remembered of them. Read from the projects themselves, so that those
 * that no run made count too.
 */
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
