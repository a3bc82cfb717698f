import { planApp } from '../../lib/domains/generation/builtin/architect/plan-app.ts'
import { writeBackend } from '../../lib/domains/generation/builtin/backend/write-backend.ts'
import { writeDatabase } from '../../lib/domains/generation/builtin/database/write-database.ts'
import { writeFrontend } from '../../lib/domains/generation/builtin/frontend/write-frontend.ts'
import { writeRoot } from '../../lib/domains/generation/builtin/root/write-root.ts'

/** What the built-in generators write for a prompt: path → bytes. */
export async function builtInProject(prompt: string): Promise<Map<string, Uint8Array>> {
  const spec = planApp({ prompt })
  const files = new Map<string, Uint8Array>()
  const input = { spec, signal: new AbortController().signal }
  for (const made of [writeRoot(spec), writeFrontend(input), writeBackend(input), writeDatabase(input)])
    for await (const { path, content } of made) files.set(path, Buffer.from(content))
  return files
}

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
