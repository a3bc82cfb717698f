import { readFile } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { AppBundle, Script } from './build-app.ts'
import { registrySource } from './builder/registry.ts'
import type { Runtime } from './open-runtime.ts'
import { CookieJar } from './server/cookie-jar.ts'
import { type Fetch, Link, type Printed } from './server/link.ts'

export { AppBroken, AppFailed, AppStopped } from './server/link.ts'

/** Starts Node on these files with these arguments; its file descriptor 3 is the socket that is answered. */
export type Launch = (
  files: ReadonlyMap<string, string | Uint8Array>,
  args: string[],
  env: Readonly<Record<string, string>>,
) => Promise<{ socket: Duplex; stop: () => void }>

/** Somebody with a browser of their own: cookies are kept, redirections are not followed. */
export type Person = { fetch(path: string, init?: RequestInit): Promise<Response>; cookies: CookieJar }

/** A project that runs. */
export type RunningApp = {
  newPerson(): Person
  /** Everything printed so far. */
  printed: readonly Printed[]
  /** Loads the project's own code again: what it and its framework kept in memory is forgotten. */
  startAnew(): Promise<void>
  close(): void
}

export type Compiled = (chunk: string) => Promise<Uint8Array | null>

export type StartOptions = {
  launch: Launch
  fetch: Fetch
  /** Environment of the server's code. */
  env: Readonly<Record<string, string>>
  /** Where the application believes to be. */
  url?: string
}

export type OpenOptions = StartOptions & {
  bundle: AppBundle
  runtime: Runtime
  /** What V8 has compiled of a script of packages before (`compile-ahead.ts`); null when nothing. */
  compiled?: Compiled
}

/**
 * Starts a project's server code in a process of its own.
 * @throws AppStopped when it does not come up
 */
export async function openApp({ bundle, runtime, compiled, ...started }: OpenOptions): Promise<RunningApp> {
  const { files, scripts } = await scriptsOf(bundle, runtime, compiled)
  return start(files, scripts, started)
}

/**
 * Builds a project by `next build` in a process of its own and starts what came of it, as `next start` does.
 * @param files the project, as Next builds it
 * @param buildEnv the environment of the build, which knows nothing of `env`
 * @throws AppStopped when it does not build: the process has ended; AppBroken when what was built does not start
 */
export const openBuilt = (
  files: ReadonlyMap<string, string | Uint8Array>,
  { env, buildEnv, ...started }: StartOptions & { buildEnv: Readonly<Record<string, string>> },
): Promise<RunningApp> => start(new Map(files), ['--built', JSON.stringify(env)], { ...started, env: buildEnv })

/** Where the host of an application stands beside a project: compilers of the project look into no such folder. */
const HOST_FOLDER = '.devora-host'

async function start(
  files: Map<string, string | Uint8Array>,
  args: string[],
  { launch, fetch, env, url = 'http://localhost:3000' }: StartOptions,
): Promise<RunningApp> {
  const host = fileURLToPath(new URL('./app-host.ts', import.meta.url))
  const hostName = `${HOST_FOLDER}/app-host.${host.endsWith('.ts') ? 'mts' : 'mjs'}`
  files.set(hostName, await readFile(host, 'utf8'))
  const { socket, stop } = await launch(files, [hostName, ...args], env)
  const link = new Link(socket, fetch)
  try {
    await link.ready
  } catch (error) {
    stop()
    throw error
  }
  return {
    newPerson: () => newPerson(link, url),
    printed: link.printed,
    startAnew: () => link.startAnew(),
    close() {
      socket.destroy()
      stop()
    },
  }
}

async function scriptsOf(
  bundle: AppBundle,
  runtime: Runtime,
  compiled: Compiled = () => Promise.resolve(null),
): Promise<{ files: Map<string, string | Uint8Array>; scripts: string[] }> {
  const files = new Map<string, string | Uint8Array>([['registry.js', registrySource()]])
  const scripts = ['registry.js']
  const add = async (name: string, { code, chunks }: Script): Promise<void> => {
    for (const chunk of chunks) {
      files.set(`${chunk}.js`, await runtime.read(chunk))
      const kept = await compiled(chunk)
      if (kept !== null) files.set(`${chunk}.js.compiled`, kept)
    }
    files.set(name, code)
    scripts.push(...chunks.map((chunk) => `${chunk}.js`), name)
  }
  await add('app-rsc.js', bundle.rsc)
  await add('app-ssr.js', bundle.ssr)
  return { files, scripts }
}

function newPerson(link: Link, url: string): Person {
  const cookies = new CookieJar()
  return {
    cookies,
    async fetch(path, init) {
      const request = new Request(new URL(path, url), init)
      const { pathname } = new URL(request.url)
      const headers = new Headers(request.headers)
      const sent = cookies.header(pathname)
      if (sent !== '') headers.set('cookie', sent)
      if (request.method !== 'GET' && !headers.has('origin')) headers.set('origin', url)
      headers.set('host', new URL(url).host)
      const answer = await link.ask(request, headers)
      cookies.keep(answer.headers, pathname)
      return answer
    },
  }
}
