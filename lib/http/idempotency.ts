import { sha256 } from '../core/crypto'
import { type Db, dbNull, isUniqueViolation, type Json } from '../core/db/db'
import { AppError, invalid } from '../core/errors'
import { MINUTE } from '../core/time'

export type StoredAnswer = { status: number; body: unknown }

/** A first request that has not answered after this long is taken for dead, and the next one may try again. */
const ABANDONED_MS = 2 * MINUTE

/** What makes a repeated write harmless: the first answer is kept under (principal, route, `Idempotency-Key`) and given again. */
export class Idempotency {
  readonly #db: Db
  readonly #id: { principal_route_key: { principal: string; route: string; key: string } }
  constructor(db: Db, principal: string, route: string, key: string) {
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid('Idempotency-Key', '1 to 200 visible ASCII characters')
    this.#db = db
    this.#id = { principal_route_key: { principal, route, key } }
  }

  /** Takes the key, or answers what it was answered before. */
  async begin(request: unknown, now: Date): Promise<StoredAnswer | null> {
    const requestHash = sha256(JSON.stringify(request))
    try {
      await this.#db.idempotencyRecord.create({ data: { ...this.#id.principal_route_key, requestHash, createdAt: now } })
      return null
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
    }
    const record = await this.#db.idempotencyRecord.findUnique({ where: this.#id })
    if (record === null) throw new AppError('conflict', 'The first request with this Idempotency-Key has just failed. Send it again.')
    if (record.requestHash !== requestHash) throw new AppError('idempotency_conflict')
    if (record.status !== null) return { status: record.status, body: record.body }
    const taken = await this.#db.idempotencyRecord.updateMany({
      where: { ...this.#id.principal_route_key, status: null, createdAt: { lt: new Date(now.getTime() - ABANDONED_MS) } },
      data: { createdAt: now },
    })
    if (taken.count === 1) return null
    throw new AppError('conflict', 'The first request with this Idempotency-Key is still under way.', { retryAfter: 1 })
  }

  async finish(answer: StoredAnswer): Promise<void> {
    const body = answer.body === undefined || answer.body === null ? dbNull : (answer.body as Json)
    await this.#db.idempotencyRecord.update({ where: this.#id, data: { status: answer.status, body } })
  }

  /** The write was refused and wrote nothing: the key is free again. */
  async release(): Promise<void> {
    await this.#db.idempotencyRecord.deleteMany({ where: { ...this.#id.principal_route_key, status: null } })
  }
}
