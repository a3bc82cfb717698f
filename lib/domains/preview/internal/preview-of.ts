import { createHash } from 'node:crypto'
import { EXTENSIONS, PGLITE_FILES } from '../../../app-runtime/pglite-files.ts'
import type { Ctx } from '../../../context'
import { keysOf } from '../../../supabase-local/keys.ts'
import { baseSql } from '../../../supabase-local/schema/base.ts'
import { environmentFor, publicOf, SITE_URL, SUPABASE_URL } from '../../evidence/preview-environment'
import { readManifestFiles } from '../../projects/internal/read-manifest'
import { type Manifest, manifestHash } from '../../spec/manifest'
import type { Preview, PreviewMaps } from '../contract'
import { publicFilesOf, siteFilesOf, sqlOf } from '../project-parts'
import { type Build, buildVersion } from './build-version'

/** All previews have the same: their Supabase runs in the browser of whoever looks, who owns all of it. */
const SECRET = 'the secret of a preview guards nothing at all'
const ENVIRONMENT = environmentFor(keysOf(SECRET))
/** Of the files in which a database lies. PGlite 0.5 has Postgres 17; another major version reads none of them. */
const DATA_FORMAT = 'PGlite 0.5'

const KEPT = 16
const builds = new Map<string, Promise<Build>>()

/**
 * A version, built to run in a browser. What does not build is told as problems. Trusts whoever asks to have asked for
 * a version that they may see.
 */
export const previewOf = async (ctx: Ctx, number: number, manifest: Manifest): Promise<Preview> =>
  previewOfFiles(ctx.home, number, manifest, await readManifestFiles(ctx, manifest))

/** The same of files that are in no version. */
export async function previewOfFiles(
  home: string,
  number: number,
  manifest: Manifest,
  files: Map<string, Uint8Array>,
): Promise<Preview> {
  const { version, app, problems } = await built(home, manifest, () => Promise.resolve(files))
  const isApplication = [...files.keys()].some((path) => /^(?:src\/)?app\//.test(path))
  const site = app?.site ?? null
  const sql = site === null ? sqlOf(files) : []
  return {
    kind: site === null ? 'application' : 'site',
    version: number,
    assets: `/preview/${version}`,
    database: PGLITE_FILES,
    extensions: EXTENSIONS,
    sql,
    dataKey: dataKeyOf(sql),
    app:
      site !== null
        ? { server: [], client: [], css: '', files: siteFilesOf(files, site), env: {} }
        : app === null || !isApplication
          ? null
          : { ...appOf(app), files: publicFilesOf(files), env: ENVIRONMENT },
    problems:
      isApplication || site !== null
        ? problems
        : [
            {
              message: 'A preview shows a Next.js application or a page in HTML: there is neither app/ nor index.html.',
            },
          ],
    absent: [...(app?.absent ?? [])],
    secret: SECRET,
    siteUrl: SITE_URL,
    supabaseUrl: SUPABASE_URL,
  }
}

type Scripts = NonNullable<Build['app']>['server']

/** Maps are many bytes that nobody needs until something fails. */
function appOf({ server, client, css }: NonNullable<Build['app']>) {
  const withoutMaps = (scripts: Scripts) => scripts.map(({ name, code }) => ({ name, code }))
  return { server: withoutMaps(server), client: withoutMaps(client), css }
}

/** Where in its files the lines of a version's scripts come from. Trusts as `previewOf` does. */
export async function previewMapsOf(ctx: Ctx, manifest: Manifest): Promise<PreviewMaps> {
  const { app } = await built(ctx.home, manifest, () => readManifestFiles(ctx, manifest))
  const all = [...(app?.server ?? []), ...(app?.client ?? [])]
  return { maps: Object.fromEntries(all.flatMap(({ name, map }) => (map === null ? [] : [[`${name}.js`, map]]))) }
}

const dataKeyOf = (sql: Preview['sql']): string =>
  createHash('sha256')
    .update(JSON.stringify([DATA_FORMAT, baseSql(), sql]))
    .digest('hex')
    .slice(0, 32)

/** The same files are built once, and those that were asked for last are kept. */
function built(home: string, manifest: Manifest, read: () => Promise<Map<string, Uint8Array>>): Promise<Build> {
  const key = manifestHash(manifest)
  const build =
    builds.get(key) ??
    read()
      .then((files) => buildVersion(home, files, publicOf(ENVIRONMENT)))
      .catch((error: unknown) => {
        builds.delete(key)
        throw error
      })
  builds.delete(key)
  builds.set(key, build)
  for (const old of [...builds.keys()].slice(0, -KEPT)) builds.delete(old)
  return build
}
