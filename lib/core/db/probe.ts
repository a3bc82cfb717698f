import pg from 'pg'
import { SECOND } from '../time'

/** Whether the database answers, for who must know before it asks anything else of it. */
export type Probe = { isUp(): Promise<boolean>; close(): Promise<void> }

/** So long a yes is believed; a page that asks costs nothing in between. A no is not: what is back is back at once. */
const KEEP_MS = 1 * SECOND
const PATIENCE_MS = 2 * SECOND

/** One connection of its own, made again after it broke; callers at the same time share one question. */
export function createProbe(databaseUrl: string): Probe {
  let client: pg.Client | null = null
  let asked: { until: number; answer: Promise<boolean> } | null = null

  const drop = async (): Promise<void> => {
    const old = client
    client = null
    await old?.end().catch(() => undefined)
  }
  const ask = async (): Promise<boolean> => {
    try {
      if (client === null) {
        const next = new pg.Client({
          connectionString: databaseUrl,
          connectionTimeoutMillis: PATIENCE_MS,
          query_timeout: PATIENCE_MS,
        })
        next.on('error', () => void drop())
        await next.connect()
        client = next
      }
      await client.query('select 1')
      return true
    } catch {
      // Not waited for: a frozen server does not answer to a goodbye either.
      void drop()
      return false
    }
  }
  return {
    isUp() {
      if (asked === null || performance.now() >= asked.until) {
        const question = { until: Infinity, answer: ask() }
        asked = question
        void question.answer.then((isUp) => (question.until = isUp ? performance.now() + KEEP_MS : 0))
      }
      return asked.answer
    },
    close: drop,
  }
}
