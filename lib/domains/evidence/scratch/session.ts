import pg from 'pg'

/** What one SQL statement of a script answered; values are Postgres' text form. */
export type StatementResult = { command: string; rowCount: number; rows: (string | null)[][] }

/** Postgres' own error, reduced to what a finding needs. `position` counts characters of the script from 1. */
export type SqlError = {
  code: string
  message: string
  detail?: string
  hint?: string
  position?: number
  /** Which column or constraint it was about. */
  column?: string
  constraint?: string
  /** Innermost context line: which function or DO block, at which of its lines. */
  where?: string
  /** True when the session is gone with it. */
  fatal: boolean
}

export type ScriptOutcome = { results: StatementResult[]; error: SqlError | null }

/**
 * The server went away for a reason of its own (a crash caused by a neighbour, a restart): worth another try, and no
 * finding.
 */
export class ServerLost extends Error {}

const TOO_MUCH_OUTPUT = 'The script sent more than 64 MB of output.'

/** True for an error that says nothing about the script: the connection or the server broke under it. */
export const isServerLost = ({ code, message }: SqlError): boolean =>
  (code === '57P02' || code === '57P03' || code === '08006') && message !== TOO_MUCH_OUTPUT

/** Rows of one script kept in memory; the rest is counted and thrown away. */
const ROWS_KEPT = 2_000
/**
 * Bytes one session may send us for one script: untrusted SQL must not fill the verifier's memory with one giant value.
 */
const BYTES_READ = 64 * 1024 * 1024

type RawError = Error & {
  column?: string
  constraint?: string
  code?: string
  detail?: string
  hint?: string
  position?: string
  where?: string
  severity?: string
}

function toSqlError(error: RawError): SqlError {
  const fatal =
    error.code === undefined || error.code.length !== 5 || error.severity === 'FATAL' || error.severity === 'PANIC'
  return {
    code: error.code?.length === 5 ? error.code : '08006',
    message: error.message,
    fatal,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.position !== undefined && { position: Number(error.position) }),
    ...(error.column !== undefined && { column: error.column }),
    ...(error.constraint !== undefined && { constraint: error.constraint }),
    ...(error.where !== undefined && { where: error.where }),
  }
}

/**
 * One simple-protocol script, in pg's `Submittable` form. pg's own query object keeps every row of every statement;
 * this one keeps a bounded number, and keeps the results of the statements before a failing one, whose count tells
 * which statement failed.
 */
class Script {
  readonly results: StatementResult[] = []
  private rows: (string | null)[][] = []
  private kept = 0
  private error: SqlError | null = null
  private readonly text: string
  private readonly done: (outcome: ScriptOutcome) => void

  constructor(text: string, done: (outcome: ScriptOutcome) => void) {
    this.text = text
    this.done = done
  }
  submit(connection: { query(text: string): void }): null {
    connection.query(this.text)
    return null
  }
  handleRowDescription(): void {}
  handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.kept < ROWS_KEPT) this.rows.push(message.fields)
    this.kept++
  }
  handleCommandComplete(message: { text: string }): void {
    const count = /(\d+)$/.exec(message.text)?.[1]
    this.results.push({ command: message.text.replace(/[\d ]+$/, ''), rowCount: Number(count ?? 0), rows: this.rows })
    this.rows = []
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('a migration has no input to copy from')
  }
  handleCopyData(): void {}
  handleError(error: RawError): void {
    // pg forgets the query after its error, so no ReadyForQuery reaches us; it still waits for it before it sends the
    // next.
    this.error ??= toSqlError(error)
    this.finish()
  }
  handleReadyForQuery(): void {
    this.finish()
  }
  private isFinished = false
  private finish(): void {
    if (this.isFinished) return
    this.isFinished = true
    this.done({ results: this.results, error: this.error })
  }
}

/** A connection into a scratch database. One script at a time; never throws for what the SQL does. */
export type Session = {
  /** Backend process id on the server. */
  readonly pid: number
  /**
   * Sends `text` (any number of statements) and answers what came back. Errors of the script are data, not exceptions.
   */
  run(text: string): Promise<ScriptOutcome>
  close(): Promise<void>
}

/** Opens a session. Throws when the server refuses the login. */
export async function openSession(url: string): Promise<Session> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'devora-scratch',
  })
  client.on('error', () => undefined) // a terminated backend is reported by the script that ran in it
  await client.connect()
  const wire = client as unknown as {
    connection: { stream: NodeJS.ReadableStream & { destroy(error: Error): void } }
    processID: number
  }
  let received = 0
  wire.connection.stream.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > BYTES_READ) wire.connection.stream.destroy(new Error(TOO_MUCH_OUTPUT))
  })
  return {
    pid: wire.processID,
    run(text) {
      received = 0
      return new Promise<ScriptOutcome>((resolve) => {
        client.query(new Script(text, resolve) as unknown as pg.Submittable)
      })
    },
    async close() {
      await client.end().catch(() => undefined)
    },
  }
}
