import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import { nodeBinary, type ProcessEnd, runProcess } from '../compile/run-process.ts'
import { writeFiles } from '../compile/write-files.ts'
import type { Finding } from '../contract.ts'
import { nodeModules, packageVersion } from '../packages.ts'

/** `next build` for real, in a folder of its own with our pinned packages, without a network where the system allows to take it away. */

const WALL_MS = 60_000
const MEMORY_MB = 6144

const CONFIG = /^next\.config\.(?:ts|mts|js|mjs|cjs)$/

/**
 * Turbopack only follows the link to our packages when its root holds both, and would look for the root by itself otherwise.
 * Everything else in the project's own configuration stays in force.
 */
const wrapped = (
  theirs: string | undefined,
): string => `${theirs === undefined ? 'const theirs = {}' : `import theirs from './${theirs.replace(/\.m?ts$/, '')}'`}
const given: unknown = theirs
const wrap = (config: Record<string, unknown>): Record<string, unknown> => ({ ...config, turbopack: { ...(config?.turbopack as object | undefined), root: '/' } })
export default typeof given === 'function' ? async (...args: unknown[]) => wrap(await given(...args)) : wrap((given ?? {}) as Record<string, unknown>)
`

async function layOut(project: ProjectUnderCheck, folder: string): Promise<void> {
  const files = new Map<string, string | Uint8Array>()
  let theirs: string | undefined
  for (const [path, bytes] of project.files) {
    // Values of a `.env` in the project would be built into the pages; `secrets` reports that it is there at all.
    if (/^\.env(?!\.example)/.test(path)) continue
    if (CONFIG.test(path)) theirs = `project.${path}`
    files.set(CONFIG.test(path) ? `project.${path}` : path, bytes)
  }
  files.set('next.config.ts', wrapped(theirs))
  await writeFiles(folder, files)
  await symlink(nodeModules(), join(folder, 'node_modules'), 'dir')
}

let isolating: Promise<boolean> | undefined
/** Whether a process can be given a network of its own that leads nowhere (Linux with user namespaces). */
const canIsolate = (signal: AbortSignal): Promise<boolean> =>
  (isolating ??= runProcess('/usr/bin/unshare', ['-rn', '/bin/sh', '-c', 'PATH=$PATH:/usr/sbin:/sbin ip link set lo up'], {
    cwd: '/',
    wallMs: 3000,
    memoryMb: 256,
    signal,
  }).then(
    ({ code }) => code === 0,
    () => false,
  ))

/** Colours and progress lines off. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is taken out
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/\r/g, '\n')

/** Reads what Next printed: `./app/page.tsx:3:1` and the lines below it. */
export function buildFindings(project: ProjectUnderCheck, end: ProcessEnd, folder: string): Finding[] {
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
    const match = /^\s*(?:\.\/)?((?:[\w@()[\].-]+\/)*[\w@()[\].-]+\.(?:tsx?|jsx?|mjs|css|json)):(\d+):(\d+)\s*$/.exec(line)
    const file = match?.[1]?.replace(/^project\.(next\.config)/, '$1')
    if (!match || file === undefined || !project.files.has(file)) return
    const message = (lines.slice(index + 1).find((next) => next.trim() !== '') ?? 'The build failed here.').trim().slice(0, 500)
    findings.set(
      `${file}:${match[2]}:${message}`,
      finding({ check: 'build', rule: 'build-error', file, line: Number(match[2]), column: Number(match[3]), message }),
    )
  })
  if (findings.size > 0) return [...findings.values()].slice(0, 50)
  const page = /(?:prerendering|collect page data for|export encountered an error on)[^"\n/]*"?(\/[^\s":]*)/i.exec(output)?.[1]
  const said = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /error|failed|cannot|invalid|conflict/i.test(line) && !line.startsWith('at '))
    .slice(0, 4)
    .join(' · ')
  const route = page?.replace(/\/(?:page|route)$/, '')
  const file =
    route === undefined
      ? undefined
      : [...project.files.keys()].find((path) =>
          new RegExp(
            `^(?:src/)?app/(?:\\([^)]*\\)/)*${route === '/' ? '' : `${route.slice(1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`}(?:page|route)\\.[jt]sx?$`,
          ).test(path),
        )
  return [
    finding({
      check: 'build',
      rule: 'build-error',
      message: said.slice(0, 600) || 'next build failed without saying why.',
      ...(file !== undefined && { file, line: 1 }),
    }),
  ]
}

export const build: Check = {
  name: 'build',
  async run(project, tools) {
    const version = { tools: { next: packageVersion('next'), node: process.versions.node } }
    const folder = await mkdtemp(join(tmpdir(), 'devora-build-'))
    try {
      await layOut(project, folder)
      const next = [nodeBinary(), join(folder, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build']
      const apart = process.platform === 'linux' && (await canIsolate(tools.signal))
      const [command, ...args] = apart
        ? ['/usr/bin/unshare', '-rn', '/bin/sh', '-c', 'PATH=$PATH:/usr/sbin:/sbin ip link set lo up; exec "$0" "$@"', ...next]
        : next
      const env = {
        HOME: folder,
        CI: '1',
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        ...(!apart && { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }),
      }
      const end = await runProcess(command as string, args, {
        cwd: folder,
        wallMs: WALL_MS,
        memoryMb: MEMORY_MB,
        signal: tools.signal,
        env,
      })
      if (end.stopped !== null)
        return outcome(
          [finding({ check: 'build', rule: 'too-complex', message: `next build did not end within ${WALL_MS / 1000} s.` })],
          version,
        )
      return outcome(end.code === 0 ? [] : buildFindings(project, end, folder), version)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
