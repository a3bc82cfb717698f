import { z } from 'zod'
import { endpoint } from '../../http/endpoint'

/** A version of a project, built so that it runs in the browser of whoever looks at it. Browser-safe. */

const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000)
const ProjectId = z.object({ id: z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{26}$/) })

const Script = z.object({
  name: z.string(),
  /** Null: one of packages, the same for all projects; found among the assets as `<name>.js`. */
  code: z.string().nullable(),
})

export const PreviewProblem = z.object({
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  message: z.string(),
})
export type PreviewProblem = z.infer<typeof PreviewProblem>

export const Preview = z.object({
  /** A plain site has no server, no database and no people. */
  kind: z.enum(['application', 'site']),
  /** The version that was built. */
  version: z.int(),
  /** Address of the folder of assets; what lies in it never changes. */
  assets: z.string(),
  /** Names in that folder of what the database in the browser needs. */
  database: z.array(z.string()),
  extensions: z.array(z.string()),
  /** Migrations, then the seed, in the order in which they are applied. */
  sql: z.array(z.object({ path: z.string(), sql: z.string() })),
  /** Data of another preview with the same fits: a hash of `sql` and of what the database is made of. */
  dataKey: z.string(),
  /** Null when it could not be built. */
  app: z
    .object({
      server: z.array(Script),
      client: z.array(Script),
      css: z.string(),
      /** Of `public/`, of a plain site all: address, media type, content in base64. */
      files: z.array(z.object({ path: z.string(), type: z.string(), base64: z.string() })),
      /** Environment of the server's code. */
      env: z.record(z.string(), z.string()),
    })
    .nullable(),
  problems: z.array(PreviewProblem),
  /** Packages of the project that a preview has not: components of them show what is in them, functions fail. */
  absent: z.array(z.string()),
  /** Signs tokens of the preview's own Supabase. No secret: it guards nothing that leaves the browser. */
  secret: z.string(),
  siteUrl: z.string(),
  supabaseUrl: z.string(),
})
export type Preview = z.infer<typeof Preview>

export const getPreview = endpoint({
  id: 'getPreview',
  method: 'GET',
  path: '/projects/{id}/preview',
  tag: 'Preview',
  summary: 'A version, built to run in a browser',
  auth: 'user',
  params: ProjectId,
  query: z.strictObject({ version: versionNumber.optional() }),
  reply: Preview,
})

export const PreviewMaps = z.object({
  /** Source maps (version 3, JSON) by the names that the scripts have in stacks of errors. */
  maps: z.record(z.string(), z.string()),
})
export type PreviewMaps = z.infer<typeof PreviewMaps>

export const getPreviewMaps = endpoint({
  id: 'getPreviewMaps',
  method: 'GET',
  path: '/projects/{id}/preview/maps',
  tag: 'Preview',
  summary: 'Source maps of a version that was built to run in a browser',
  auth: 'user',
  params: ProjectId,
  query: z.strictObject({ version: versionNumber.optional() }),
  reply: PreviewMaps,
})

export const endpoints = [getPreview, getPreviewMaps]
