import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { AppBundle } from './build-app.ts'
import { registrySource } from './builder/registry.ts'
import type { Runtime } from './open-runtime.ts'
import { CookieJar } from './server/cookie-jar.ts'
import { type Fetch, Link, type Printed } from './server/link.ts'

export { AppBroken, AppFailed, AppStopped } from './server/link.ts'

/** What a process is started with. */
export type Program = {
  files: ReadonlyMap<string, string | Uint8Array>
  /** Of our packages: a folder that it may read, too. */
  scripts: string
  /** @param scripts where the process finds that folder */
  args: (scripts: string) => string[]
  env: Readonly<Record<string, string>>
}

/** Starts Node on a program; its file descriptor 3 is the socket that is answered. */
export type Launch = (program: Program) => Promise<{ socket: Duplex; stop: () => void }>

/** Somebody with a browser of their own: cookies are kept, redirections are not followed. */
export type Person = { fetch(path: string, init?: RequestInit): Promise<Response>; cookies: CookieJar }

/** One of an application's own, which prints their number with what it prints for them. */
export type AppPerson = Person & { number: number }

/** A project that runs. */
export type RunningApp = {
  newPerson(): AppPerson
  /** Everything printed so far. */
  printed: readonly Printed[]
  /** Loads the project's own code again: what it and its framework kept in memory is forgotten. */
  startAnew(): Promise<void>
  close(): void
}

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
  /** As `hostProgram` makes it; it may wait in its process already. */
  program: Program
}

export type HostOptions = {
  runtime: Runtime
  /** Name of the folder, among the runtime's scripts, of what V8 has compiled of them (`compile-ahead.ts`). */
  compiled?: string
  /** Scripts of packages to load before a project comes. */
  ahead?: readonly string[]
}

/** The host of an application before it knows which one: the same for every project. */
export async function hostProgram({ runtime, compiled, ahead = [] }: HostOptions): Promise<Program> {
  const { name, source } = await hostFile()
  return {
    files: new Map([
      [name, source],
      [`${HOST_FOLDER}/registry.js`, registrySource()],
    ]),
    scripts: runtime.scripts,
    args: (scripts) => [name, scripts, compiled === undefined ? '' : join(scripts, compiled), ...ahead],
    env: { NODE_ENV: 'production' },
  }
}

/**
 * Starts a project's server code in a process of its own.
 * @throws AppStopped when it does not come up
 */
export async function openApp({ bundle: { rsc, ssr }, program, env, ...started }: OpenOptions): Promise<RunningApp> {
  const packages = [...rsc.chunks, ...ssr.chunks]
  const own = { 'app-rsc.js': rsc.code, 'app-ssr.js': ssr.code }
  return start(program, started, (link) => link.start({ env, packages, own }))
}

/**
 * Builds a project by `next build` in a process of its own and starts what came of it, as `next start` does.
 * @param files the project, as Next builds it
 * @param buildEnv the environment of the build, which knows nothing of `env`
 * @throws AppStopped when it does not build: the process has ended; AppBroken when what was built does not start
 */
export async function openBuilt(
  files: ReadonlyMap<string, string | Uint8Array>,
  { env, buildEnv, ...started }: StartOptions & { buildEnv: Readonly<Record<string, string>> },
): Promise<RunningApp> {
  const { name, source } = await hostFile()
  const args = (): string[] => [name, '--built', JSON.stringify(env)]
  return start({ files: new Map([...files, [name, source]]), scripts: '', args, env: buildEnv }, started)
}

/** Where the host of an application stands beside a project: compilers of the project look into no such folder. */
const HOST_FOLDER = '.devora-host'

async function hostFile(): Promise<{ name: string; source: string }> {
  const path = fileURLToPath(new URL('./app-host.ts', import.meta.url))
  return {
    name: `${HOST_FOLDER}/app-host.${path.endsWith('.ts') ? 'mts' : 'mjs'}`,
    source: await readFile(path, 'utf8'),
  }
}

async function start(
  program: Program,
  { launch, fetch, url = 'http://localhost:3000' }: Omit<StartOptions, 'env'>,
  begin?: (link: Link) => void,
): Promise<RunningApp> {
  const { socket, stop } = await launch(program)
  const link = new Link(socket, fetch)
  try {
    begin?.(link)
    await link.ready
  } catch (error) {
    stop()
    throw error
  }
  let people = 0
  return {
    newPerson: () => newPerson(link, url, ++people),
    printed: link.printed,
    startAnew: () => link.startAnew(),
    close() {
      socket.destroy()
      stop()
    },
  }
}

function newPerson(link: Link, url: string, number: number): AppPerson {
  const cookies = new CookieJar()
  return {
    number,
    cookies,
    async fetch(path, init) {
      const request = new Request(new URL(path, url), init)
      const { pathname } = new URL(request.url)
      const headers = new Headers(request.headers)
      const sent = cookies.header(pathname)
      if (sent !== '') headers.set('cookie', sent)
      if (request.method !== 'GET' && !headers.has('origin')) headers.set('origin', url)
      headers.set('host', new URL(url).host)
      const answer = await link.ask(request, headers, number)
      cookies.keep(answer.headers, pathname)
      return answer
    },
  }
}
