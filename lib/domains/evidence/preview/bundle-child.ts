import { flushCompileCache } from 'node:module'
import type { AppBuild } from '../../../app-runtime/build-app.ts'
import { openRuntime, type Runtime } from '../../../app-runtime/open-runtime.ts'
import { buildPreview, mayRun } from '../build-preview.ts'

/**
 * The process in which a project is bundled. Parsers, Tailwind and vinext's generator meet untrusted text there: some
 * are native code that a hundred thousand brackets end, and none of them knows a bound of time or memory. Plain Node
 * runs this file (types are stripped).
 */

export type BundleRequest = {
  /** Where the runtime keeps its scripts. */
  folder: string
  files: Map<string, Uint8Array>
  env: Record<string, string>
}
export type BundleReply = { build: AppBuild } | { error: string }

const runtimes = new Map<string, Promise<Runtime>>()
function runtimeIn(folder: string): Promise<Runtime> {
  const opened = runtimes.get(folder) ?? openRuntime({ folder, isAllowed: mayRun })
  runtimes.set(folder, opened)
  return opened
}

const bundle = async ({ folder, files, env }: BundleRequest): Promise<AppBuild> =>
  buildPreview(files, await runtimeIn(folder), env)

process.on('disconnect', () => process.exit(0))
process.on('message', (request: BundleRequest) => {
  void bundle(request)
    .then((build): BundleReply => ({ build }))
    .catch((error: unknown): BundleReply => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((reply) => process.send?.(reply))
    // It is ended by a signal: what it compiled is kept for the next one.
    .then(() => flushCompileCache())
})
