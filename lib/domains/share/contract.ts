import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'
import { PageQuery, pageOf } from '../../http/page'
import { CheckName, CheckStatus } from '../evidence/contract'
import { Preview, PreviewMaps } from '../preview/contract'
import { EvidenceStatus, FileContent, FileTree, Message } from '../projects/contract'
import { Asked } from '../spec/asks'
import { FilePath } from '../spec/file-path'

/** Links that show a project to somebody without an account, and what they show. Browser-safe. */

const projectId = z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{26}$/)
const ProjectId = z.object({ id: projectId })
const LinkId = z.object({ id: projectId, link: z.string().regex(/^shr_[0-9a-hjkmnp-tv-z]{26}$/) })
const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000)
/** 32 random bytes, base64url. What looks otherwise is no link. */
const Token = z.object({ token: z.string().regex(/^[\w-]{43}$/) })
const FileAt = Token.extend({
  path: z
    .array(z.string())
    .transform((parts) => parts.join('/'))
    .pipe(FilePath),
})
const AtVersion = z.strictObject({ version: versionNumber.optional() })

export const MAX_SHARE_DAYS = 365
export const SHARE_DAYS = 30

export const ShareLink = z.object({
  id: z.string(),
  /** Null when it cannot be read any more, because the installation has another ENCRYPTION_KEY: make a new one. */
  url: z.string().nullable(),
  /** The version that it shows; when it follows the newest one, the first that it showed. */
  version: z.int(),
  followsNewest: z.boolean(),
  withConversation: z.boolean(),
  /** How often it was opened, by others than its owner. */
  views: z.int(),
  lastOpenedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type ShareLink = z.infer<typeof ShareLink>

export const ShareProjectInput = z
  .strictObject({
    days: z.int().min(1).max(MAX_SHARE_DAYS).optional(),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    withConversation: z.boolean().default(false),
    /** A version, or `newest` for whichever that will be. Left out: the newest one now, and no later one. */
    version: z.union([z.literal('newest'), z.int().min(1).max(1_000_000_000)]).optional(),
  })
  .refine(({ days, expiresAt }) => days === undefined || expiresAt === undefined, {
    message: reason('daysOrMoment'),
    path: ['expiresAt'],
  })
export type ShareProjectInput = z.infer<typeof ShareProjectInput>

/** What the page of a link says. Nothing in it tells whose the project is. */
export const SharedProject = z.object({
  name: z.string(),
  version: z.int(),
  status: EvidenceStatus.nullable(),
  /** How much of what was asked is proven; null: nothing is known of that. */
  asked: Asked.nullable(),
  /** `isOutside`: it does not apply to this project, and stands in nobody's way. */
  checks: z.array(z.object({ check: CheckName, status: CheckStatus, isOutside: z.boolean() })),
  hasConversation: z.boolean(),
  expiresAt: z.iso.datetime(),
})
export type SharedProject = z.infer<typeof SharedProject>

const tag = 'Sharing'

export const shareProject = endpoint({
  id: 'shareProject',
  method: 'POST',
  path: '/projects/{id}/share',
  tag,
  summary: 'A link that shows the project, read-only and for a time (30 days), to whoever has it',
  auth: 'user',
  params: ProjectId,
  body: ShareProjectInput,
  reply: ShareLink,
  status: 201,
  errors: ['conflict', 'quota_exceeded'],
})
export const listShares = endpoint({
  id: 'listShares',
  method: 'GET',
  path: '/projects/{id}/share',
  tag,
  summary: 'The links to a project that still show it, newest first',
  auth: 'user',
  params: ProjectId,
  reply: z.object({ items: z.array(ShareLink), nextCursor: z.null() }),
})
export const revokeShares = endpoint({
  id: 'revokeShares',
  method: 'DELETE',
  path: '/projects/{id}/share',
  tag,
  summary: 'Withdraw all links to a project, at once',
  auth: 'user',
  params: ProjectId,
  reply: null,
})
export const revokeShare = endpoint({
  id: 'revokeShare',
  method: 'DELETE',
  path: '/projects/{id}/share/{link}',
  tag,
  summary: 'Withdraw one link, at once',
  auth: 'user',
  params: LinkId,
  reply: null,
})

/** Of whoever has a link. Nobody has to be signed in, and whoever is sees no more. */
const shared = { tag, auth: 'public', limit: 'shared', missLimit: 'sharedMiss' } as const

export const getShared = endpoint({
  id: 'getShared',
  method: 'GET',
  path: '/shared/{token}',
  summary: 'What a link shows',
  ...shared,
  params: Token,
  reply: SharedProject,
})
export const listSharedFiles = endpoint({
  id: 'listSharedFiles',
  method: 'GET',
  path: '/shared/{token}/files',
  summary: 'The file tree of what a link shows',
  ...shared,
  params: Token,
  query: AtVersion,
  reply: FileTree,
})
export const getSharedFile = endpoint({
  id: 'getSharedFile',
  method: 'GET',
  path: '/shared/{token}/files/{path*}',
  summary: 'One file of what a link shows',
  ...shared,
  params: FileAt,
  query: AtVersion,
  reply: FileContent,
})
export const getSharedArchive = endpoint({
  id: 'getSharedArchive',
  method: 'GET',
  path: '/shared/{token}/archive',
  summary: 'All files of what a link shows, as a zip',
  ...shared,
  limit: 'sharedWhole',
  params: Token,
  query: AtVersion,
  reply: 'application/zip',
})
export const getSharedPreview = endpoint({
  id: 'getSharedPreview',
  method: 'GET',
  path: '/shared/{token}/preview',
  summary: 'What a link shows, built to run in a browser',
  ...shared,
  limit: 'sharedWhole',
  params: Token,
  query: AtVersion,
  reply: Preview,
})
export const getSharedPreviewMaps = endpoint({
  id: 'getSharedPreviewMaps',
  method: 'GET',
  path: '/shared/{token}/preview/maps',
  summary: 'Source maps of what a link shows',
  ...shared,
  limit: 'sharedWhole',
  params: Token,
  query: AtVersion,
  reply: PreviewMaps,
})
export const listSharedMessages = endpoint({
  id: 'listSharedMessages',
  method: 'GET',
  path: '/shared/{token}/messages',
  summary: 'The conversation, where the link shows it too',
  ...shared,
  params: Token,
  query: PageQuery,
  reply: pageOf(Message.omit({ runId: true })),
})

export const endpoints = [
  shareProject,
  listShares,
  revokeShares,
  revokeShare,
  getShared,
  listSharedFiles,
  getSharedFile,
  getSharedArchive,
  getSharedPreview,
  getSharedPreviewMaps,
  listSharedMessages,
]
