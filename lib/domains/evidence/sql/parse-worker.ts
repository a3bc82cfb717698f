import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

/**
 * Postgres' own grammar (WebAssembly) in a thread that can be killed: deep nesting makes it overflow its stack, and
 * afterwards the same instance may loop for ever.
 */
// The package's ES module entry does not load under Node (named import from CommonJS); its CommonJS entry does.
const { loadModule, parseSync } = createRequire(import.meta.url)('libpg-query') as typeof import('libpg-query')

export type ParseRequest = { id: number; text: string }
export type ParseReply = { id: number; tree?: unknown; syntaxError?: string; crashed?: string }

const ready = loadModule()
parentPort?.on('message', async ({ id, text }: ParseRequest) => {
  await ready
  const answer = (reply: Omit<ParseReply, 'id'>): void => parentPort?.postMessage({ id, ...reply })
  try {
    const statements = (parseSync(text) as { stmts?: { stmt?: unknown }[] }).stmts ?? []
    answer({ tree: statements[0]?.stmt ?? null })
  } catch (error) {
    const isSyntax = error instanceof Error && 'sqlDetails' in error
    const message = error instanceof Error ? error.message : String(error)
    answer(isSyntax ? { syntaxError: message } : { crashed: message })
  }
})
