import { ownsPathsOf, type WriterName } from '../../lib/domains/generation/agents/agent'
import { modelWriter, type WriterProgress } from '../../lib/domains/generation/agents/model-writer'
import { planApp } from '../../lib/domains/generation/builtin/architect/plan-app'
import { writeBackend } from '../../lib/domains/generation/builtin/backend/write-backend'
import { writeDatabase } from '../../lib/domains/generation/builtin/database/write-database'
import type { ModelWriterInput } from '../../lib/domains/generation/writing/writer-request'
import { createOpenAiCompatible } from '../../lib/integrations/models/openai-compatible'
import { addUsage, NO_USAGE, type Usage } from '../../lib/integrations/models/port'
import type { Script } from './model-script'
import { type ModelServer, startModelServer } from './model-server'

/** One model writer through the real AI SDK over HTTP, against a server whose answers are scripted. */

export const PROMPT = 'A notebook where people keep notes'
export const spec = planApp({ prompt: PROMPT })
export const signal = new AbortController().signal
export const database = new Map<string, string>()
for await (const file of writeDatabase({ spec, signal })) database.set(file.path, file.content)
export const backend = new Map<string, string>()
for await (const file of writeBackend({ spec, signal })) backend.set(file.path, file.content)

export const tagged = (files: Iterable<readonly [string, string]>): string =>
  [...files].map(([path, content]) => `<file path="${path}">\n${content}</file>`).join('\n\n')
export const MIGRATION = 'supabase/migrations/00000000000001_init.sql'

/** Servers that were started; `stopServers` ends them after each test. */
export const servers: ModelServer[] = []
export async function stopServers(): Promise<void> {
  for (const server of servers.splice(0)) await server.stop()
}

export type Run = {
  files: Map<string, string>
  order: string[]
  usage: Usage
  calls: number
  progress: WriterProgress[]
  error: unknown
  server: ModelServer
  budget: number[]
}

/** Lets a model writer ask a server that answers as scripted, and notes everything that comes of it. */
export async function run(
  script: Script,
  name: WriterName = 'database',
  input: Partial<ModelWriterInput> = {},
  options: { refuseAt?: number; model?: string } = {},
): Promise<Run> {
  const server = await startModelServer(script)
  servers.push(server)
  const port = createOpenAiCompatible(
    { baseUrl: server.url, apiKey: null, provider: 'compatible' },
    {
      policy: { allowLocal: true },
      retry: { baseMs: 1, attempts: 2 } as object,
      timeouts: { betweenTokensMs: 300, firstTokenMs: 1_000 },
    },
  )
  const result: Run = {
    files: new Map(),
    order: [],
    usage: NO_USAGE,
    calls: 0,
    progress: [],
    error: null,
    server,
    budget: [],
  }
  const make = modelWriter(
    { name, owns: ownsPathsOf(name) },
    {
      port,
      model: options.model ?? 'gpt-4.1',
      onUsage: (usage) => {
        result.calls++
        result.usage = addUsage(result.usage, usage)
      },
      onProgress: (event) => result.progress.push(event),
      beforeCall: ({ inputTokens }) => {
        result.budget.push(inputTokens)
        if (result.budget.length === options.refuseAt) throw new Error('the budget is used up')
      },
    },
  )
  try {
    for await (const file of make({ spec, prompt: PROMPT, signal, ...input })) {
      result.files.set(file.path, file.content)
      result.order.push(file.path)
    }
  } catch (error) {
    result.error = error
  }
  return result
}

export const problems = (result: Run): string[] =>
  result.progress.flatMap((event) => (event.type === 'problem' ? [event.rule] : []))
