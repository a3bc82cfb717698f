import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { AppBundle } from './build-app.ts'
import { hostProgram, openApp, type Program } from './open-app.ts'
import type { Runtime } from './open-runtime.ts'

export type AheadOptions = {
  runtime: Runtime
  /** An application of our own: what it uses of the packages is what is compiled. Only bundled where it was not yet. */
  bundle(): Promise<AppBundle>
  /** Changes with that application. */
  version: string
  /** Its addresses to open. */
  paths: readonly string[]
  fetch: (request: Request) => Promise<Response>
  env: Readonly<Record<string, string>>
  /** V8 takes what was compiled under the same flags by the same version only. */
  node: string
  flags: readonly string[]
}

/**
 * Has V8 compile the packages' scripts once, by opening an application of our own, and keeps the result beside them
 * (https://nodejs.org/api/vm.html#scriptcreatecacheddata): half of the work of an application's start. Never made by a
 * process in which a project has run, for it is code.
 * @returns the process of an application that has loaded the same packages, and what was compiled of them
 */
export async function compileAhead(options: AheadOptions): Promise<Program> {
  const { runtime, version, flags } = options
  const key = createHash('sha256')
    .update(`${process.version} ${flags.join(' ')} ${version}`)
    .digest('hex')
    .slice(0, 16)
  const name = `compiled-${key}`
  const folder = join(runtime.scripts, name)
  if (!existsSync(folder)) {
    const bundle = await options.bundle()
    const draft = await mkdtemp(join(runtime.scripts, 'draft-'))
    // Elsewhere, because Node reads no TypeScript below node_modules.
    const cwd = await mkdtemp(join(tmpdir(), 'devora-ahead-'))
    try {
      await openOnce(bundle, options, cwd)
      for (const one of await readdir(cwd)) if (KEPT.test(one)) await copyFile(join(cwd, one), join(draft, one))
      await writeFile(join(draft, CHUNKS), JSON.stringify([...bundle.rsc.chunks, ...bundle.ssr.chunks]))
      // In a sandbox another account reads it.
      await chmod(draft, 0o755)
      // Another process may have been faster.
      await rename(draft, folder).catch((error: unknown) => {
        if (!existsSync(folder)) throw error
      })
    } finally {
      await rm(draft, { recursive: true, force: true })
      await rm(cwd, { recursive: true, force: true })
    }
  }
  const ahead = JSON.parse(await readFile(join(folder, CHUNKS), 'utf8')) as string[]
  return hostProgram({ runtime, compiled: name, ahead })
}

const KEPT = /\.js\.compiled$/
/** Names of the scripts of packages that the application needs, in order. */
const CHUNKS = 'chunks.json'

async function openOnce(
  bundle: AppBundle,
  { runtime, paths, fetch, env, node, flags }: AheadOptions,
  cwd: string,
): Promise<void> {
  let ended: Promise<unknown> = Promise.resolve()
  const app = await openApp({
    bundle,
    program: await hostProgram({ runtime }),
    fetch,
    env,
    launch: async ({ files, scripts, args, env: appEnv }) => {
      for (const [path, text] of files) {
        await mkdir(dirname(join(cwd, path)), { recursive: true })
        await writeFile(join(cwd, path), text)
      }
      const child = spawn(node, ['--no-warnings', ...flags, ...args(scripts), '--keep-compiled'], {
        cwd,
        env: { ...appEnv } as unknown as NodeJS.ProcessEnv,
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      })
      ended = once(child, 'close')
      return { socket: child.stdio[3] as Duplex, stop: () => undefined }
    },
  })
  const person = app.newPerson()
  try {
    for (const path of paths) await (await person.fetch(path)).text()
  } finally {
    app.close()
  }
  await ended
}
