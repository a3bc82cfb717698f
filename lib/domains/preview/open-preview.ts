import type { Ctx } from '../../context'
import { keysOf } from '../../supabase-local/keys.ts'
import type { Principal } from '../../http/principal'
import { environmentFor, publicOf, SITE_URL, SUPABASE_URL } from '../evidence/preview-environment'
import { openVersion } from '../projects/open-version'
import { readManifestFiles } from '../projects/internal/read-manifest'
import { type Manifest, manifestHash } from '../spec/manifest'
import { type Build, buildInChild } from './builder'
import type { Preview } from './contract'
import { publicFilesOf, sqlOf } from './project-parts'

/** All previews have the same: their Supabase runs in the browser of whoever looks, who owns all of it. */
const SECRET = 'the secret of a preview guards nothing at all'
const ENVIRONMENT = environmentFor(keysOf(SECRET))
const EXTENSIONS = ['pgcrypto', 'uuid-ossp', 'citext', 'pg_trgm']
const DATABASE = ['pglite.wasm', 'pglite.data', 'initdb.wasm', ...EXTENSIONS.map((name) => `${name}.tar.gz`)]

const KEPT = 16
const builds = new Map<string, Promise<Build>>()

/**
 * A version of a project of the caller, by default the newest, built to run in their browser. What does not build is
 * told as problems.
 * @throws not_found project or version
 */
export async function openPreview(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<Preview> {
  const { number, manifest } = await openVersion(ctx, who, input.id, input.version)
  const files = await readManifestFiles(ctx, manifest)
  const { version, app, problems } = await built(ctx.home, manifest, files)
  const isApplication = [...files.keys()].some((path) => /^(?:src\/)?app\//.test(path))
  return {
    version: number,
    assets: `/preview/${version}`,
    database: DATABASE,
    extensions: EXTENSIONS,
    sql: sqlOf(files),
    app: app === null || !isApplication ? null : { ...app, files: publicFilesOf(files), env: ENVIRONMENT },
    problems: isApplication
      ? problems
      : [{ message: 'A preview runs the pages of a Next.js application: there is no app/ here.' }],
    secret: SECRET,
    siteUrl: SITE_URL,
    supabaseUrl: SUPABASE_URL,
  }
}

/** The same files are built once, and those that were asked for last are kept. */
function built(home: string, manifest: Manifest, files: Map<string, Uint8Array>): Promise<Build> {
  const key = manifestHash(manifest)
  const build =
    builds.get(key) ??
    buildInChild(home, files, publicOf(ENVIRONMENT)).catch((error: unknown) => {
      builds.delete(key)
      throw error
    })
  builds.delete(key)
  builds.set(key, build)
  for (const old of [...builds.keys()].slice(0, -KEPT)) builds.delete(old)
  return build
}
