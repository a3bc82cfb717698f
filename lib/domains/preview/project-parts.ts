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
}

/** What stands under `public/`, at the addresses where Next serves it. */
export const publicFilesOf = (files: Files): NonNullable<Preview['app']>['files'] =>
  [...files]
    .filter(([path]) => path.startsWith('public/'))
    .map(([path, content]) => ({
      path: `/${path.slice('public/'.length)}`,
      type: TYPES[posix.extname(path).toLowerCase()] ?? 'application/octet-stream',
      base64: Buffer.from(content).toString('base64'),
    }))
