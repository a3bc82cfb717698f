import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckOutcome } from '@/lib/domains/evidence/check'
import { Report } from '@/lib/domains/evidence/contract'
import { build } from '@/lib/domains/evidence/checks/build'
import { sandboxProblem, runSandboxed } from '@/lib/domains/evidence/compile/sandbox'
import { loadProject } from '@/lib/domains/evidence/load-project'
import { hostileBuilds, type Surroundings } from '../fixtures/hostile-builds'
import { fixtures, readFixture } from '../integration/evidence/fixture-projects'
import { processes } from '../support/processes'

/** What a project's own code cannot do while it is built, and that the next build works. */

const CANARY = 'canary-91c2e7'
const WALL_MS = 9_000
const own = mkdtempSync(join(tmpdir(), 'hostile-builds-'))
process.env.TMPDIR = own
const home = join(own, 'devora-home')
const secrets = ['secrets.json', 'postgres/password', 'projects/other/.env'].map((path) => join(home, path))
for (const path of secrets) {
  mkdirSync(resolve(path, '..'), { recursive: true })
  writeFileSync(path, CANARY)
}
// In the checkout's own folder too, where its `.env` stands.
const beside = mkdtempSync(join(process.cwd(), '.sandbox-test-'))
writeFileSync(join(beside, '.env'), CANARY)

const servers: Server[] = []
const surroundings: Surroundings = {
  secrets: [...secrets, join(beside, '.env'), join(process.cwd(), 'package.json')],
  folders: [own, home, beside, process.cwd(), homedir(), tmpdir()],
  ports: [],
  sockets: [join(own, '.s.PGSQL.5432')],
  mark: `left-${process.pid}`,
}
const listen = (where: number | string): Promise<void> =>
  new Promise((done) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end('x'))
    servers.push(server)
    server.listen(...((typeof where === 'number' ? [where, '127.0.0.1'] : [where]) as [number, string]), () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') surroundings.ports.push(address.port)
      done()
    })
  })

const problem = await sandboxProblem()
await listen(0)
await listen(surroundings.sockets[0] as string)
const cases = hostileBuilds(surroundings)

afterAll(() => {
  for (const server of servers) server.close()
  rmSync(beside, { recursive: true, force: true })
  rmSync(own, { recursive: true, force: true })
})

const left = (): string[] => [
  ...processes().filter(
    (line) => line.includes(surroundings.mark) || (/sleep 30[012]\./.test(line) && line.includes(`.${process.pid}`)),
  ),
  ...surroundings.folders
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => /^devora-(?:sandbox-|build-|left)/.test(name)),
]

let sound: Map<string, Uint8Array>
beforeAll(async () => {
  sound = await readFixture('correct', 'ts-minimal', { base: 'minimal' })
})
const run = (files: Map<string, Uint8Array>, wallMs?: number): Promise<CheckOutcome> =>
  build.run(loadProject(files), {
    signal: new AbortController().signal,
    ...(wallMs !== undefined && { wallMs }),
    scratch: () => Promise.reject(new Error('not needed')),
    scratchDatabase: () => Promise.reject(new Error('not needed')),
  })

const none = `no sandbox can be made here: ${problem}`
describe.runIf(problem === null)('a hostile build', () => {
  it('could do all that without the sandbox', async () => {
    for (const path of surroundings.secrets.slice(0, 4)) expect(readFileSync(path, 'utf8')).toBe(CANARY)
    for (const where of [
      { port: surroundings.ports[0] as number, host: '127.0.0.1' },
      { path: surroundings.sockets[0] as string },
    ]) {
      const socket = connect(where)
      await once(socket, 'connect')
      socket.destroy()
    }
  })
  it.concurrent.each(cases)('$name', async ({ config, stopped }) => {
    const { status, findings } = await run(
      new Map(sound).set('next.config.ts', Buffer.from(config)),
      stopped === 'time' ? WALL_MS : undefined,
    )
    // Stopped for time or memory it says nothing of the project, and never that it passed.
    expect(status).toBe(stopped === undefined ? 'failed' : 'unavailable')
    const message = findings.map((one) => one.message).join('\n')
    expect(message).not.toMatch(new RegExp(`LEAK|${CANARY}`))
    expect(message).toMatch(
      stopped === 'time' ? /did not end within/ : stopped === 'memory' ? /memory|heap/i : /failed: \w+/,
    )
  })
  it('leaves no process and no file behind, and the next build works', { timeout: 130_000 }, async () => {
    expect(left()).toEqual([])
    expect(await run(sound)).toMatchObject({ status: 'passed', findings: [] })
    expect(left()).toEqual([])
  })
  it('dies with whoever started it', async () => {
    const script = `import { runSandboxed } from ${JSON.stringify(resolve('lib/domains/evidence/compile/sandbox.ts'))}
      const args = ['-e', 'setTimeout(() => {}, 1e6) // ${surroundings.mark}-orphan']
      await runSandboxed(new Map(), args, {
        wallMs: 60000, memoryMb: 2048, totalMb: 1024, signal: new AbortController().signal,
      })`
    const mark = `${surroundings.mark}-orphan`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'ignore' })
    const running = (): boolean => processes().some((line) => line.startsWith('/node/node') && line.includes(mark))
    await expect.poll(running, { timeout: 10_000 }).toBe(true)
    child.kill('SIGKILL')
    await expect.poll(running, { timeout: 5_000 }).toBe(false)
    for (const name of readdirSync(own).filter((one) => one.startsWith('devora-sandbox-')))
      rmSync(join(own, name), { recursive: true })
  })
  it.runIf(process.getuid?.() === 0)('a normal user gets the same sandbox, through a user namespace', async () => {
    const secret = [...surroundings.secrets, join(checkout, 'package.json'), '/etc/shadow', '/proc/1/environ']
    const inside = `const fs = require('node:fs');
      const tries = ${JSON.stringify(secret)}.map((path) => {
        try { return 'LEAK ' + fs.readFileSync(path, 'utf8') } catch (error) { return error.code }
      });
      for (const path of ['/x', 'node_modules/x', '/usr/x', '${own}/x'])
        try { fs.writeFileSync(path, ''); tries.push('LEAK ' + path) } catch (error) { tries.push(error.code) };
      require('node:net').connect(${surroundings.ports[0]}, '127.0.0.1')
        .on('connect', () => console.log('LEAK')).on('error', () => console.log(tries.join(' ')))`
    const output =
      await asNobody(`import { sandboxProblem, runSandboxed } from './lib/domains/evidence/compile/sandbox.ts'
      const problem = await sandboxProblem()
      if (problem !== null) console.log('no sandbox: ' + problem)
      else console.log((await runSandboxed(new Map(), ['-e', ${JSON.stringify(inside)}], {
        wallMs: 9000, memoryMb: 2048, totalMb: 1024, signal: new AbortController().signal,
      })).stdout)`)
    // Some kernels forbid that account namespaces.
    if (output.includes('no sandbox: '))
      return process.stdout.write(`not tried as a normal user: ${output.slice(0, 200)}\n`) as never
    expect(output).toMatch(/^(?:E[A-Z]+ ?){10,}\s*$/)
  })
})

/**
 * Where an account that owns nothing finds this checkout, in a mount namespace of its own: the checkout itself may lie
 * under a folder that only its owner may enter.
 */
const checkout = join(own, 'checkout')

/** Runs a module of the checkout as such an account. @returns what it printed */
function asNobody(script: string): Promise<string> {
  chmodSync(own, 0o711)
  mkdirSync(checkout, { recursive: true })
  const node = process.execPath.replace(process.cwd(), checkout)
  const command = [node, '--import', 'tsx', '--input-type=module', '-e', script]
  const bind =
    'mount --bind "$1" "$2" && cd "$2" && shift 2 && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"'
  return new Promise((done) => {
    const child = spawn('unshare', ['--mount', 'sh', '-c', bind, 'sh', process.cwd(), checkout, ...command], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/tmp', TMPDIR: '/tmp', NODE_ENV: 'test' },
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('error', (error) => done(error.message))
    child.on('close', () => done(text))
  })
}

/** The command line where namespaces cannot be made: `unshare` fails for it alone. */
const verifyWithoutSandbox = (...args: string[]): Promise<string> =>
  new Promise((done) => {
    const script = 'mount --bind /bin/false /usr/bin/unshare && exec "$@"'
    const command = [
      process.execPath,
      'scripts/verify.mjs',
      join(fixtures, 'bases', 'minimal'),
      '--json',
      '--full',
      '--only',
      'build',
      ...args,
    ]
    const child = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', ...command], {
      env: { ...process.env, DEVORA_HOME: join(own, 'cli') },
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('close', () => done(text))
  })

describe.runIf(problem === null && process.getuid?.() === 0)('where no sandbox can be made', () => {
  it('the build is unavailable and says why; only --trust builds, and says so', { timeout: 130_000 }, async () => {
    const [refused, trusted] = (await Promise.all([verifyWithoutSandbox(), verifyWithoutSandbox('--trust')])).map(
      (text) => Report.parse(JSON.parse(text)).checks.at(-1),
    )
    expect(refused).toMatchObject({
      check: 'build',
      status: 'unavailable',
      findings: [{ rule: 'no-jail', severity: 'warning' }],
    })
    expect(trusted).toMatchObject({
      check: 'build',
      status: 'passed',
      findings: [{ rule: 'built-without-jail', severity: 'warning' }],
    })
  })
})

describe('a sandbox', () => {
  it.runIf(problem !== null)(`cannot be made here, so the check says so (${none})`, async () => {
    expect(await run(sound)).toMatchObject({
      status: 'unavailable',
      findings: [{ rule: 'no-jail', message: expect.stringContaining(problem ?? '') }],
    })
  })
  it.runIf(problem === null)('ends when it is cancelled', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 300)
    const running = runSandboxed(new Map(), ['-e', 'setInterval(() => {}, 1e6)'], {
      wallMs: 20_000,
      memoryMb: 2048,
      totalMb: 1024,
      signal: stop.signal,
    })
    await expect(running).rejects.toThrow('enough')
  })
})
