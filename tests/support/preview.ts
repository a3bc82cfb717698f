import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { writeFiles } from '@/lib/domains/evidence/compile/write-files'
import { buildPreview, openPreviewRuntime } from '@/lib/domains/evidence/build-preview'
import { type AppBundle, type AppBuild } from '@/lib/app-runtime/build-app'
import type { Runtime } from '@/lib/app-runtime/open-runtime'
import type { Launch } from '@/lib/app-runtime/open-app'
import { sharedHome } from './shared-home'

/** What previews run on, from where the product itself has it. */
export const previewRuntime = (): Promise<Runtime> => open()
let opened: (() => Promise<Runtime>) | undefined
const open = (): Promise<Runtime> => (opened ??= openPreviewRuntime(sharedHome()))()

export const SUPABASE_ENV = {
  NEXT_PUBLIC_SUPABASE_URL: 'http://supabase.local',
  NEXT_PUBLIC_SUPABASE_ANON_KEY: 'key',
}

/** Of a project, as a test has them: text, or bytes. */
export type ProjectFiles = ReadonlyMap<string, string | Uint8Array>

export const bytesOf = (files: ProjectFiles): Map<string, Uint8Array> =>
  new Map([...files].map(([path, one]) => [path, typeof one === 'string' ? new TextEncoder().encode(one) : one]))

/** Bundles files as they are. */
export async function buildFiles(files: ProjectFiles, env: Record<string, string> = SUPABASE_ENV): Promise<AppBuild> {
  return buildPreview(bytesOf(files), await previewRuntime(), env)
}

/** @throws what did not build */
export async function bundleOf(files: ProjectFiles, env?: Record<string, string>): Promise<AppBundle> {
  const { bundle, problems } = await buildFiles(files, env)
  if (bundle === null) throw new Error(JSON.stringify(problems))
  return bundle
}

/** The host as a plain process: for projects of our own. */
export const launchPlain: Launch = async ({ files, scripts, args, env }) => {
  const folder = await mkdtemp(join(tmpdir(), 'devora-app-'))
  await writeFiles(folder, files)
  const child = spawn(process.execPath, ['--no-warnings', ...args(scripts)], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  child.on('close', () => void rm(folder, { recursive: true, force: true }))
  return { socket: child.stdio[3] as Duplex, stop: () => child.kill('SIGKILL') }
}
