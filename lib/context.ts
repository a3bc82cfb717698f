import { type Cipher, createCipher } from './core/cipher'
import { createDb, type Db } from './core/db/db'
import { createListener, type Listener } from './core/db/listen'
import type { ModelsEnv, S3Env } from './core/env'
import { createLog, type Log } from './core/log'
import { type Clock, systemClock } from './core/time'
import { connectEngine, type Engine } from './engine/engine'
import { createModels } from './integrations/models/create-models'
import { capabilitiesInDb } from './integrations/models/learning/memory'
import type { Models } from './integrations/models/port'
import { createStorage } from './integrations/storage/create-storage'
import type { FileStorage } from './integrations/storage/port'

/** What every use case may use from outside: handed in, never imported, so a test gives its own. */
export type Ctx = {
  db: Db
  clock: Clock
  log: Log
  /** Starts and cancels runs. */
  engine: Engine
  /** Wakes whoever follows a run when it has something new to say. */
  listener: Listener
  /** Secret that signs our tokens. */
  secret: string
  /** Seals keys of other services for the database. */
  cipher: Cipher
  /** Language models: the operator's servers, and people's own. */
  models: Models
  /** Bytes of files that are no part of a version; the domain `files` knows whose they are. */
  storage: FileStorage
  /** Folder that belongs to this installation: scratch databases and temporary files go below it. */
  home: string
}

export type ContextInput = {
  databaseUrl: string
  logLevel: string
  secret: string
  /** 32 bytes in base64. */
  encryptionKey: string
  models: ModelsEnv
  /** Null or left out: Postgres keeps the files. */
  s3?: S3Env | null
  home: string
  process: string
  clock?: Clock
  poolSize?: number
  /** How long a question may wait for a connection, in ms. */
  connectMs?: number
}

/** Postgres channel on which a run says that it has new events; the payload is its id. */
export const RUN_CHANNEL = 'run_event'

/** Opens the database, the log, the engine and the listener of one process. */
export async function createContext(input: ContextInput): Promise<Ctx> {
  const log = createLog(input.logLevel, { process: input.process })
  const clock = input.clock ?? systemClock
  const db = createDb(input.databaseUrl, input.poolSize, input.connectMs)
  return {
    db,
    clock,
    log,
    engine: await connectEngine(input.databaseUrl, log),
    listener: createListener(input.databaseUrl, RUN_CHANNEL, log),
    secret: input.secret,
    cipher: createCipher(input.encryptionKey),
    models: createModels(input.models, { store: capabilitiesInDb(db, () => clock.now()) }),
    storage: await createStorage({ db, clock, s3: input.s3 ?? null }),
    home: input.home,
  }
}

export async function closeContext(ctx: Ctx): Promise<void> {
  await Promise.all([ctx.listener.close(), ctx.engine.close(), ctx.db.$disconnect()])
}
