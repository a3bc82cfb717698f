import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../core/crypto'
import { type Db, dbNull, type Json } from '../core/db/db'
import { AppError, invalid, refusal } from '../core/errors'
import { type Clock, MINUTE, SECOND } from '../core/time'

export type StoredAnswer = { status: number; body: unknown }

/** A first request that has not answered after this long is taken for dead, and the next one may try again. */
const ABANDONED_MS = 2 * MINUTE
/** How long a repeated request waits for the answer of the first, and how often it looks. */
const WAIT_MS = 5 * SECOND
const POLL_MS = 40

/**
 * What makes a repeated write harmless: the first answer is kept under (principal, route, `Idempotency-Key`) and given
 * again.
 */
export class Idempotency {
  readonly #db: Db
  readonly #id: { principal_route_key: { principal: string; route: string; key: string } }
  constructor(db: Db, principal: string, route: string, key: string) {
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid('Idempotency-Key', 'reason.keyForm')
    this.#db = db
    this.#id = { principal_route_key: { principal, route, key } }
  }

  /**
   * Takes the key (null: go ahead), or answers what the first request was answered; while that is under way, waits for
   * it. When it is refused, the key becomes free and the next in line takes it.
   * @throws idempotency_conflict the key was used for another request · conflict the first one takes too long
   */
  async begin(request: unknown, clock: Clock): Promise<StoredAnswer | null> {
    const requestHash = sha256(JSON.stringify(request))
    const patience = performance.now() + WAIT_MS
    for (;;) {
      const isNew = await this.#create(requestHash, clock.now())
      if (isNew) return null
      for (let record = await this.#find(); record !== null; record = await this.#find()) {
        if (record.requestHash !== requestHash) throw new AppError('idempotency_conflict')
        if (record.status !== null) return { status: record.status, body: record.body }
        if (await this.#inherit(record.createdAt, clock.now())) return null
        if (performance.now() > patience) throw refusal('conflict', 'detail.keyUnderWay', {}, { retryAfter: 1 })
        await sleep(POLL_MS)
      }
    }
  }

  #find() {
    return this.#db.idempotencyRecord.findUnique({ where: this.#id })
  }

  /** True for exactly one of many callers. */
  async #create(requestHash: string, createdAt: Date): Promise<boolean> {
    const { count } = await this.#db.idempotencyRecord.createMany({
      data: { ...this.#id.principal_route_key, requestHash, createdAt },
      skipDuplicates: true,
    })
    return count === 1
  }

  /** Takes over from a first request that died; true for exactly one of many callers. */
  async #inherit(startedAt: Date, now: Date): Promise<boolean> {
    if (now.getTime() - startedAt.getTime() < ABANDONED_MS) return false
    const { count } = await this.#db.idempotencyRecord.updateMany({
      where: { ...this.#id.principal_route_key, status: null, createdAt: startedAt },
      data: { createdAt: now },
    })
    return count === 1
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
