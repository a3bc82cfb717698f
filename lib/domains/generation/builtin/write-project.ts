import { planApp } from './architect/plan-app.ts'
import { withAsks } from './asks/with-asks.ts'
import { writeBackend } from './backend/write-backend.ts'
import { writeDatabase } from './database/write-database.ts'
import { writeFrontend } from './frontend/write-frontend.ts'
import { writeRoot } from './root/write-root.ts'

/** All that the built-in generators write for a prompt, without a run: path → bytes. The same on every machine. */
export async function writeProject(prompt: string): Promise<Map<string, Uint8Array>> {
  const spec = withAsks(planApp({ prompt }), prompt, null)
  const files = new Map<string, Uint8Array>()
  const input = { spec, signal: new AbortController().signal }
  for (const made of [writeRoot(spec), writeFrontend(input), writeBackend(input), writeDatabase(input)])
    for await (const { path, content } of made) files.set(path, new TextEncoder().encode(content))
  return files
}
