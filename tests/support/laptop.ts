import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { readFile } from 'node:fs/promises'
import { LAPTOP_SCRIPT, laptopScript } from '@/lib/domains/evidence/laptop-script'

/** A downloaded project, unpacked: its files, the script that its archive brings, and this repository's packages. */
export async function unpackProject(
  files: ReadonlyMap<string, string>,
  { hasPackages = true }: { hasPackages?: boolean } = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'laptop-'))
  for (const [path, content] of [...files, [LAPTOP_SCRIPT, await laptopScript()]] as const) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  if (hasPackages) await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  return folder
}

export type Started = {
  child: ChildProcess
  /** All that it has printed. */
  output(): string
  /** When it has printed this. @throws when it ends before */
  until(text: string | RegExp): Promise<string>
  /** Its exit status. */
  ended: Promise<number | null>
}

/** Starts a command in a folder, in a group of its own, as a terminal does. */
export function startIn(folder: string, command: string, args: readonly string[], env: object = {}): Started {
  const { PATH, HOME } = process.env
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH, HOME, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let text = ''
  const waiting = new Set<() => void>()
  const more = (chunk: Buffer): void => {
    text += chunk.toString('utf8')
    for (const look of waiting) look()
  }
  child.stdout?.on('data', more)
  child.stderr?.on('data', more)
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return {
    child,
    output: () => text,
    ended,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text)) return
          waiting.delete(look)
          resolve(text)
        }
        waiting.add(look)
        look()
        void ended.then((code) => reject(new Error(`It ended with ${code} before it said ${String(wanted)}:\n${text}`)))
      }),
  }
}

/** `node scripts/local-supabase.mjs …` */
export const startLaptop = (folder: string, ...args: string[]): Started =>
  startIn(folder, process.execPath, [LAPTOP_SCRIPT, ...args])

/** Ends what was started, whatever state it is in. */
export async function endStarted(
  { child, ended }: Started,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, signal)
  return ended
}

/** The real client library, with what `.env.local` names. */
export async function clientOf(folder: string): Promise<SupabaseClient> {
  const text = await readFile(join(folder, '.env.local'), 'utf8')
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return createClient(value('NEXT_PUBLIC_SUPABASE_URL'), value('NEXT_PUBLIC_SUPABASE_ANON_KEY'), {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}
