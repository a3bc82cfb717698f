import { refusal } from '../../core/errors'
import { QUOTAS } from '../projects/quotas'

/**
 * The event streams that this web process keeps open, by person: what costs nothing once costs much three hundred
 * times.
 */
const open = new Map<string, number>()

/**
 * Counts one more.
 * @returns what gives it back; calling it again does nothing
 * @throws too_many_streams
 */
export function takeStream(userId: string): () => void {
  const held = open.get(userId) ?? 0
  if (held >= QUOTAS.openStreams)
    throw refusal('too_many_streams', 'detail.streams', { limit: QUOTAS.openStreams }, { retryAfter: 5 })
  open.set(userId, held + 1)
  let isHeld = true
  return () => {
    if (!isHeld) return
    isHeld = false
    const left = (open.get(userId) ?? 1) - 1
    if (left > 0) open.set(userId, left)
    else open.delete(userId)
  }
}

const looks = new Map<string, { at: number; answer: Promise<boolean> }>()

/** Asks `isLive` about a session, or gives the answer of another of its streams that asked less than `ms` ago. */
export function sharedLook(sessionId: string, ms: number, isLive: () => Promise<boolean>): Promise<boolean> {
  const now = performance.now()
  const last = looks.get(sessionId)
  if (last !== undefined && now - last.at < ms) return last.answer
  for (const [id, { at }] of looks) if (now - at > ms) looks.delete(id)
  const answer = isLive()
  looks.set(sessionId, { at: now, answer })
  return answer
}
