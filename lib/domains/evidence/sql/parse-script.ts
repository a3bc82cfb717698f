import { Worker } from 'node:worker_threads'
import type { ParseReply, ParseRequest } from './parse-worker.ts'
import { splitStatements } from './split-statements.ts'

/**
 * A node of Postgres' parse tree: `{CreateStmt: {…}}`, lists, scalars. Locations are byte offsets into the statement.
 */
export type Tree = { [key: string]: unknown }

export type Statement = {
  start: number
  end: number
  text: string
  /**
   * Null when the parser could not be used on it: too long, too deep, or it broke on it. Postgres itself still judges
   * the statement.
   */
  tree: Tree | null
}

/** Beyond these the grammar costs more than it tells; long statements are `insert … values`, deep ones attacks. */
const MAX_STATEMENT = 200_000
const MAX_DEPTH = 100
/** Hand-written migrations have hundreds of statements, dumps of rows many thousands. */
const MAX_STATEMENTS = 4_000
const STATEMENT_MS = 2_000
/** On top of it for the first statement: a thread has to load the parser, which takes long on a busy machine. */
const START_MS = 10_000

type Pending = { resolve: (reply: ParseReply | null) => void; timer: NodeJS.Timeout }

let worker: Worker | null = null
let hasAnswered = false
let nextId = 0
const pending = new Map<number, Pending>()

function discard(): void {
  const dead = worker
  worker = null
  hasAnswered = false
  for (const { resolve, timer } of pending.values()) {
    clearTimeout(timer)
    resolve(null)
  }
  pending.clear()
  void dead?.terminate()
}

function start(): Worker {
  const fresh = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  fresh.unref()
  fresh.on('message', (reply: ParseReply) => {
    const waiting = pending.get(reply.id)
    if (!waiting) return
    pending.delete(reply.id)
    clearTimeout(waiting.timer)
    hasAnswered ||= worker === fresh
    waiting.resolve(reply)
    if (reply.crashed !== undefined && worker === fresh) discard()
  })
  const ended = (): void => {
    if (worker === fresh) discard()
  }
  fresh.on('error', ended)
  fresh.on('exit', ended)
  return fresh
}

function ask(text: string): Promise<ParseReply | null> {
  worker ??= start()
  const thread = worker
  const id = nextId++
  return new Promise((resolve) => {
    // Cleared by the reply; requests wait for each other, so the time counts for the queue as well.
    const timer = setTimeout(
      () => {
        if (worker === thread) discard()
      },
      STATEMENT_MS + (hasAnswered ? 0 : START_MS),
    )
    timer.unref()
    pending.set(id, { resolve, timer })
    thread.ref()
    thread.postMessage({ id, text } satisfies ParseRequest)
  }).finally(() => {
    if (pending.size === 0) thread.unref()
  }) as Promise<ParseReply | null>
}

/**
 * Splits a script into statements and parses each with Postgres' grammar. Never throws: what cannot be parsed has
 * `tree: null`. A script whose first statements break the parser again and again is given up on after three breaks.
 */
export async function parseScript(text: string): Promise<Statement[]> {
  let breaks = 0
  const statements: Statement[] = []
  const spans = splitStatements(text)
  for (const { start: from, end, depth } of spans) {
    const statement: Statement = { start: from, end, text: text.slice(from, end), tree: null }
    statements.push(statement)
    if (depth > MAX_DEPTH || end - from > MAX_STATEMENT || breaks >= 3 || statements.length > MAX_STATEMENTS) continue
    const reply = await ask(statement.text)
    if (reply === null || reply.crashed !== undefined) breaks++
    else if (reply.tree) statement.tree = reply.tree as Tree
  }
  return statements
}
