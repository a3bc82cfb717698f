import type { DbLike } from '../../../core/db/db'
import type { Message } from '../contract'

const MESSAGE = { id: true, role: true, text: true, runId: true, version: true, createdAt: true } as const
type MessageRow = {
  id: string
  role: string
  text: string
  runId: string | null
  version: number | null
  createdAt: Date
}

const toMessage = (row: MessageRow): Message => ({
  ...row,
  role: row.role as Message['role'],
  createdAt: row.createdAt.toISOString(),
})

export async function selectMessages(
  db: DbLike,
  projectId: string,
  after: string | null,
  take: number,
): Promise<Message[]> {
  const rows = await db.message.findMany({
    where: { projectId, ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take,
    select: MESSAGE,
  })
  return rows.map(toMessage)
}

/** Adds the message unless its run has said something in this role already; answers the one that stands. */
export async function insertMessage(
  db: DbLike,
  data: {
    id: string
    projectId: string
    role: Message['role']
    text: string
    runId: string | null
    version: number | null
    createdAt: Date
  },
): Promise<Message> {
  await db.message.createMany({ data, skipDuplicates: true })
  const where = data.runId === null ? { id: data.id } : { runId_role: { runId: data.runId, role: data.role } }
  return toMessage(await db.message.findUniqueOrThrow({ where, select: MESSAGE }))
}

/** What was said of a version by whoever made it: of several runs only one made it. */
export const selectAnswers = (
  db: DbLike,
  projectId: string,
  version: number,
): Promise<Array<Pick<Message, 'id' | 'text'>>> =>
  db.message.findMany({ where: { projectId, version, role: 'assistant' }, select: { id: true, text: true } })

export const updateText = async (db: DbLike, id: string, text: string): Promise<void> => {
  await db.message.updateMany({ where: { id }, data: { text } })
}

export const deleteMessages = async (db: DbLike, projectId: string): Promise<void> => {
  await db.message.deleteMany({ where: { projectId } })
}
