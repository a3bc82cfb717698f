import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import escapePattern from 'escape-string-regexp'
import { AppBroken, AppStopped, openBuilt } from '../../../app-runtime/open-app.ts'
import { differencesOnNextStart, type NextStartOptions, playable } from '../behaviour/on-next-start.ts'
import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import { SANDBOX_ROOT, type SandboxEnd, sandboxProblem, runSandboxed } from '../compile/sandbox.ts'
import { nodeBinary, type ProcessEnd, runProcess } from '../compile/run-process.ts'
import { writeFiles } from '../compile/write-files.ts'
import type { Finding } from '../contract.ts'
import { BEHAVIOUR_MS, boundsOf } from '../preview/bounds.ts'
import { sandboxFor } from '../preview/launch.ts'
import type { SharedApplication } from '../preview/shared-application.ts'
import { nodeModules, packageVersion } from '../packages.ts'

/**
 * `next build` for real, with our pinned packages. It executes the project's own code, so it runs in a sandbox; where
 * none can be made the check is unavailable, unless somebody at their own machine has said that they trust the project.
 * What was built is started as `next start` does, and the scenarios of the asks are played on it once more.
 */

/** A build takes 5 to 10 s; ten times that, because a busy server is no fault of the project. */
const WALL_MS = 120_000
/** Address space for data of one process, and resident memory of all of them together. */
const MEMORY_MB = 6144
const TOTAL_MB = 4096
/** Next starts a worker for each core but one; more than these only cost memory. */
const WORKERS = 4

const CONFIG = /^next\.config\.(?:ts|mts|js|mjs|cjs)$/

/**
 * The project's own configuration stays in force, but for two things that are about this machine: the number of
 * workers, and the root, which Turbopack would look for by itself (it only follows the link to our packages when its
 * root holds both).
 */
const wrapped = (
  theirs: string | undefined,
  root: string,
): string => `${theirs === undefined ? 'const theirs = {}' : `import theirs from './${theirs.replace(/\.m?ts$/, '')}'`}
const given: unknown = theirs
const wrap = (config: Record<string, unknown>): Record<string, unknown> => ({
  ...config,
  experimental: { ...(config?.experimental as object | undefined), cpus: ${WORKERS} },
  turbopack: { ...(config?.turbopack as object | undefined), root: ${JSON.stringify(root)} },
})
export default typeof given === 'function'
  ? async (...args: unknown[]) => wrap(await given(...args))
  : wrap((given ?? {}) as Record<string, unknown>)
`

/** What is built: the project's files, with its configuration wrapped in ours. */
function filesToBuild(project: ProjectUnderCheck, root: string): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>()
  let theirs: string | undefined
  for (const [path, bytes] of project.files) {
    // Values of a `.env` in the project would be built into the pages; `secrets` reports that it is there at all.
    if (/^\.env(?!\.example)/.test(path)) continue
    // The packages are ours.
    if (path.startsWith('node_modules/')) continue
    if (CONFIG.test(path)) theirs = `project.${path}`
    files.set(CONFIG.test(path) ? `project.${path}` : path, bytes)
  }
  return files.set('next.config.ts', wrapped(theirs, root))
}

/** Colours and progress lines off. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is taken out
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/\r/g, '\n')

/** The page or handler that answers an address of the built application, wherever groups of routes put it. */
function fileShapeOf(route: string): RegExp {
  const folder = route === '/' ? '' : `${escapePattern(route.slice(1))}/`
  return new RegExp(`^(?:src/)?app/(?:\\([^)]*\\)/)*${folder}(?:page|route)\\.[jt]sx?$`)
}

/** Reads what Next printed: `./app/page.tsx:3:1` and the lines below it. */
export function buildFindings(
  project: ProjectUnderCheck,
  end: Pick<ProcessEnd, 'stdout' | 'stderr'>,
  folder: string,
): Finding[] {
  const clean = (text: string): string =>
    text
      .replaceAll(`.${folder}/`, '')
      .replaceAll(`${folder}/`, '')
      .replaceAll(folder, '.')
      .replaceAll(`${dirname(nodeModules())}/`, '')
      .replace(/\[project\]\S*?\/(?=app\/|lib\/|components\/|src\/)/g, '')
  const output = clean(plain(`${end.stderr}\n${end.stdout}`))
  const findings = new Map<string, Finding>()
  const lines = output.split('\n')
  lines.forEach((line, index) => {
    const match = /^\s*(?:\.\/)?((?:[\w@()[\].-]+\/)*[\w@()[\].-]+\.(?:tsx?|jsx?|mjs|css|json)):(\d+):(\d+)\s*$/.exec(
      line,
    )
    const file = match?.[1]?.replace(/^project\.(next\.config)/, '$1')
    if (!match || file === undefined || !project.files.has(file)) return
    const message = (lines.slice(index + 1).find((next) => next.trim() !== '') ?? 'The build failed here.')
      .trim()
      .slice(0, 500)
    findings.set(
      `${file}:${match[2]}:${message}`,
      finding({ check: 'build', rule: 'build-error', file, line: Number(match[2]), column: Number(match[3]), message }),
    )
  })
  if (findings.size > 0) return [...findings.values()].slice(0, 50)
  const page = /(?:prerendering|collect page data for|export encountered an error on)[^"\n/]*"?(\/[^\s":]*)/i.exec(
    output,
  )?.[1]
  const said = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /error|failed|cannot|invalid|conflict/i.test(line) && !line.startsWith('at '))
    .slice(0, 4)
    .join(' · ')
  const shape = page === undefined ? undefined : fileShapeOf(page.replace(/\/(?:page|route)$/, ''))
  const file = shape && [...project.files.keys()].find((path) => shape.test(path))
  return [
    finding({
      check: 'build',
      rule: 'build-error',
      message: said.slice(0, 600) || 'next build failed without saying why.',
      ...(file !== undefined && { file, line: 1 }),
    }),
  ]
}

const NEXT = 'node_modules/next/dist/bin/next'
const ENVIRONMENT = { CI: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }

type Bounds = { wallMs: number; memoryMb: number; totalMb: number; signal: AbortSignal }
/** `played`: what scenarios on the result showed. */
type Built = { end: SandboxEnd; folder: string; played?: Finding[] }

async function buildSandboxed(
  project: ProjectUnderCheck,
  bounds: Bounds,
  application: SharedApplication | undefined,
): Promise<Built> {
  const files = filesToBuild(project, SANDBOX_ROOT)
  const folder = SANDBOX_ROOT
  if (application !== undefined && playable(project).length > 0)
    return { ...(await buildAndPlay(project, files, { ...bounds, application })), folder }
  return { end: await runSandboxed(files, [NEXT, 'build'], { ...bounds, env: ENVIRONMENT }), folder }
}

/** What ended by itself is known to have so soon after. */
const GONE_WITHIN_MS = 2_000

/** Builds, and plays on what was built the scenarios that the preview's runtime was held to. */
async function buildAndPlay(
  project: ProjectUnderCheck,
  files: ReadonlyMap<string, string | Uint8Array>,
  { application, ...bounds }: Bounds & { application: SharedApplication },
): Promise<Omit<Built, 'folder'>> {
  const building = boundsOf(bounds.wallMs, bounds.signal)
  const sandbox = sandboxFor({ ...bounds, wallMs: bounds.wallMs + BEHAVIOUR_MS }, { goneWithinMs: GONE_WITHIN_MS })
  building.signal.addEventListener('abort', () => void sandbox.end(), { once: true })
  try {
    const app = await openBuilt(files, { launch: sandbox.launch, ...application.outside(), buildEnv: ENVIRONMENT })
    building.end()
    const play = { application, app, signal: bounds.signal, until: performance.now() + BEHAVIOUR_MS }
    try {
      return { end: DONE, played: await application.use(() => playOn(project, play)) }
    } finally {
      app.close()
    }
  } catch (error) {
    bounds.signal.throwIfAborted()
    if (building.signal.aborted) return { end: { ...DONE, code: null, stopped: 'time' } }
    if (error instanceof AppBroken) return { end: DONE, played: [doesNotStart(error)] }
    const end = error instanceof AppStopped ? await sandbox.end(GONE_WITHIN_MS) : null
    if (end === null) throw error
    return { end }
  } finally {
    building.end()
    await sandbox.end()
  }
}

/** On what stands ready for it; where the migrations or the bundle do not hold, `schema` and `preview` say so. */
async function playOn(project: ProjectUnderCheck, play: NextStartOptions): Promise<Finding[]> {
  const prepared = await play.application.prepare()
  return prepared.is === 'ready' ? differencesOnNextStart(project, play) : []
}

/** A build that has ended well. */
const DONE: SandboxEnd = { code: 0, stdout: '', stderr: '', stopped: null }

const doesNotStart = ({ message }: AppBroken): Finding =>
  finding({
    check: 'build',
    rule: 'does-not-start',
    message: `It builds, and next start does not start it: ${plain(message).split('\n')[0]?.slice(0, 300)}`,
  })

/** Without a sandbox: only for people who trust the project on their own machine. */
async function buildTrusted(project: ProjectUnderCheck, bounds: Bounds): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'devora-build-'))
  try {
    await writeFiles(folder, filesToBuild(project, '/'))
    await symlink(nodeModules(), join(folder, 'node_modules'), 'dir')
    const env = { ...ENVIRONMENT, HOME: folder, HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }
    return {
      end: await runProcess(nodeBinary(), [join(folder, NEXT), 'build'], { ...bounds, cwd: folder, env }),
      folder,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const stoppedFinding = (message: string, severity: Finding['severity']): Finding =>
  finding({ check: 'build', rule: 'too-complex', severity, message })

/** By a signal from outside, as the kernel does when memory runs out; a shell in between answers it as 128 + 9. */
const isKilled = ({ code, stopped }: SandboxEnd): boolean => stopped === null && (code === null || code === 137)

const STOPPED: Record<NonNullable<SandboxEnd['stopped']> | 'killed', (bounds: Bounds) => string> = {
  time: ({ wallMs }) => `next build did not end within ${Math.round(wallMs / 1000)} s.`,
  memory: ({ totalMb }) => `next build needs more than ${totalMb} MB of memory.`,
  output: () => 'next build prints without end.',
  killed: () => 'next build was ended from outside.',
}

export const build: Check = {
  name: 'build',
  async run(project, tools) {
    const version = { tools: { next: packageVersion('next'), node: process.versions.node } }
    const problem = await sandboxProblem()
    if (problem !== null && tools.trusted !== true) {
      const message = `next build runs the project's own code, so it needs a sandbox, and none can be made here: ${problem}.`
      const hint =
        'On Linux allow user namespaces, or run as root. `npm run verify -- <folder> --full --trust` builds without a sandbox what you trust.'
      return {
        status: 'unavailable',
        findings: [finding({ check: 'build', rule: 'no-jail', severity: 'warning', owner: 'person', message, hint })],
        ...version,
      }
    }
    const bounds = {
      wallMs: Math.min(tools.wallMs ?? WALL_MS, WALL_MS),
      memoryMb: MEMORY_MB,
      totalMb: TOTAL_MB,
      signal: tools.signal,
    }
    const { end, folder, played } =
      problem === null ? await buildSandboxed(project, bounds, tools.application) : await buildTrusted(project, bounds)
    const isShort = end.stopped === 'time' || end.stopped === 'memory' || isKilled(end)
    const findings = isShort
      ? [stoppedFinding(STOPPED[end.stopped ?? 'killed'](bounds), 'warning')]
      : end.stopped !== null
        ? [stoppedFinding(STOPPED[end.stopped](bounds), 'error')]
        : end.code === 0
          ? (played ?? [])
          : buildFindings(project, end, folder)
    if (problem !== null) {
      const message = `Built without a sandbox, because --trust was given: the project's code ran with your rights (${problem}).`
      findings.push(
        finding({ check: 'build', rule: 'built-without-jail', severity: 'warning', owner: 'person', message }),
      )
    }
    return outcome(findings, { ...version, ...(isShort && { isShort }) })
  },
}
