import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { FRAME_CONNECTIONS, FRAME_POLICY } from '../../app-runtime/tab/frame-policy.ts'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
}

const fileOf = (home: string, version: string, name: string): string => join(home, 'preview', 'assets', version, name)

/** Puts a script of packages among the assets of a version, where it is not there yet. @param from its folder */
export async function addScript(home: string, version: string, from: string, name: string): Promise<void> {
  const path = fileOf(home, version, name)
  if (existsSync(path)) return
  // Browsers keep it for a year, so it is only ever there as a whole.
  const draft = fileOf(home, version, `.${name}.${randomUUID()}`)
  await copyFile(join(from, name), draft)
  await rename(draft, path)
}

export type Asset = { bytes: Uint8Array<ArrayBuffer>; headers: Record<string, string> }

/**
 * A file of what previews run on; null when there is none of that name. It is the same for everybody, and what has a
 * name never changes, so browsers keep it. Next compresses it on its way, and would do so twice if it were already.
 */
export async function readAsset(home: string, path: readonly string[]): Promise<Asset | null> {
  const [version = '', name = ''] = path
  if (path.length !== 2 || !/^[0-9a-f]{20}$/.test(version) || !/^[a-z][\w.-]*$/.test(name)) return null
  const bytes = await readFile(fileOf(home, version, name)).catch(() => null)
  if (bytes === null) return null
  const isFrame = name === 'frame.html'
  return {
    bytes: new Uint8Array(bytes),
    headers: {
      'Content-Type': TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': isFrame ? FRAME_POLICY : "default-src 'none'; frame-ancestors 'none'",
      ...(isFrame && {
        'X-Frame-Options': 'SAMEORIGIN',
        'Connection-Allowlist': FRAME_CONNECTIONS,
        'X-DNS-Prefetch-Control': 'off',
      }),
    },
  }
}
