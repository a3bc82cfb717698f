import { posix } from 'node:path'
import type { Preview } from './contract'

type Files = ReadonlyMap<string, Uint8Array>

/** What Supabase's own tool would apply, in its order. */
export function sqlOf(files: Files): Preview['sql'] {
  const migrations = [...files.keys()].filter((path) => /^supabase\/migrations\/[^/]+\.sql$/.test(path)).sort()
  const seeds = files.has('supabase/seed.sql') ? ['supabase/seed.sql'] : []
  return [...migrations, ...seeds].map((path) => ({ path, sql: new TextDecoder().decode(files.get(path)) }))
}

const TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.pdf': 'application/pdf',
}
const typeOf = (path: string): string => TYPES[posix.extname(path).toLowerCase()] ?? 'application/octet-stream'

/** What stands under `public/`, at the addresses where Next serves it. */
export const publicFilesOf = (files: Files): NonNullable<Preview['app']>['files'] =>
  [...files]
    .filter(([path]) => path.startsWith('public/'))
    .map(([path, content]) => ({
      path: `/${path.slice('public/'.length)}`,
      type: typeOf(path),
      base64: Buffer.from(content).toString('base64'),
    }))

/** All files of a plain site, at their addresses. @param changed texts that take the place of what was written */
export const siteFilesOf = (
  files: Files,
  changed: Readonly<Record<string, string>>,
): NonNullable<Preview['app']>['files'] =>
  [...files].map(([path, content]) => ({
    path: `/${path}`,
    type: typeOf(path),
    base64: Buffer.from(Object.hasOwn(changed, path) ? (changed[path] ?? '') : content).toString('base64'),
  }))
