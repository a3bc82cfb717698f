import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'
import { PageQuery, pageOf } from '../../http/page'
import { Asked } from '../spec/asks'
import { FilePath, MAX_FILE_BYTES } from '../spec/file-path'
import { PROJECT_STATES } from './constants'

/** Projects, their files, versions and conversation. Browser-safe. */

const name = z.string().trim().min(1, reason('name')).max(100, reason('atMost100'))
const description = z.string().trim().max(2_000)
const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000)
export const AtVersion = z.strictObject({ version: versionNumber.optional() })
/** What cannot be an id names nothing, so the answer is 404 before any query (NUL would not even get past Postgres). */
const id = z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{26}$/)
export const ProjectId = z.object({ id })
/** A version of a project, as an address names it. */
export const VersionId = z.object({ id, number: versionNumber })
const FileAt = z.object({
  id,
  path: z
    .array(z.string())
    .transform((parts) => parts.join('/'))
    .pipe(FilePath),
})
const content = z.string().max(MAX_FILE_BYTES)

export const EvidenceStatus = z.enum(['verified', 'built', 'incomplete'])
export type EvidenceStatus = z.infer<typeof EvidenceStatus>

export type { Asked }

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** 0: nothing written yet. */
  currentVersion: z.int(),
  /** Evidence about the current version; null: nothing has been checked. */
  status: EvidenceStatus.nullable(),
  /** What was asked of it, and how much of that is proven; null: nothing is known of that. */
  asked: Asked.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Project = z.infer<typeof Project>

/** As far as projects go by them; the domain `runs` says the same words of its runs. */
const RunStatus = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'])
export const ProjectState = z.enum(PROJECT_STATES)
export type ProjectState = z.infer<typeof ProjectState>

export const MAX_PROMPT_LINE = 200
/** A project as a list shows it. */
export const ListedProject = Project.extend({
  /**
   * First line of the first prompt, cut at 200 characters; null when nothing was asked, or the conversation cleared.
   */
  prompt: z.string().nullable(),
  state: ProjectState,
  /** The newest version of which there is a picture; null: none was taken yet. */
  pictured: z.int().nullable(),
  /** Its newest run, of whatever kind; null: none yet. */
  lastRun: z
    .object({
      id: z.string(),
      kind: z.string(),
      status: RunStatus,
      createdAt: z.iso.datetime(),
      endedAt: z.iso.datetime().nullable(),
    })
    .nullable(),
})
export type ListedProject = z.infer<typeof ListedProject>

/** A project of one's own with the files of another; without a name it is called after that one. */
export const DuplicateProjectInput = z.strictObject({ name: name.optional() })
export type DuplicateProjectInput = z.infer<typeof DuplicateProjectInput>

export const InputFile = z.strictObject({ path: FilePath, content })
export const CreateProjectInput = z.strictObject({
  name,
  description: description.optional(),
  files: z.array(InputFile).max(2_000).optional(),
})
export type CreateProjectInput = z.infer<typeof CreateProjectInput>
export const UpdateProjectInput = z
  .strictObject({
    name: name.optional(),
    description: description.nullable().optional(),
    deleted: z.literal(false).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, { message: reason('change') })
export type UpdateProjectInput = z.infer<typeof UpdateProjectInput>

export const FileEntry = z.object({ path: z.string(), size: z.int(), sha256: z.string() })
export type FileEntry = z.infer<typeof FileEntry>
export const FileTree = z.object({ version: z.int(), items: z.array(FileEntry), nextCursor: z.null() })
export type FileTree = z.infer<typeof FileTree>
/** `content` is null for a file that is not text; its bytes are in the archive. */
export const FileContent = FileEntry.extend({ version: z.int(), content: z.string().nullable() })
export type FileContent = z.infer<typeof FileContent>

export const VERSION_REASONS = [
  'create',
  'generate',
  'scaffold',
  'edit',
  'delete',
  'restore',
  'import',
  'duplicate',
] as const
export type VersionReason = (typeof VERSION_REASONS)[number]
export const Version = z.object({
  number: z.int(),
  reason: z.enum(VERSION_REASONS),
  summary: z.string(),
  status: EvidenceStatus.nullable(),
  /** How much of what was asked is proven; null: nothing is known of that. */
  asked: Asked.nullable(),
  manifestHash: z.string(),
  files: z.int(),
  runId: z.string().nullable(),
  /** The user's reason for using it although it is not verified; null: not overridden. */
  override: z.object({ reason: z.string(), at: z.iso.datetime() }).nullable(),
  createdAt: z.iso.datetime(),
})
export type Version = z.infer<typeof Version>

export const FileDiff = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'modified']),
  /**
   * Unified diff (GNU diff -u); null for files that are not text, and where the whole answer would become too large.
   */
  patch: z.string().nullable(),
  added: z.int(),
  removed: z.int(),
})
export type FileDiff = z.infer<typeof FileDiff>
export const VersionDiff = z.object({ from: z.int(), to: z.int(), files: z.array(FileDiff) })
export type VersionDiff = z.infer<typeof VersionDiff>

export const Message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  runId: z.string().nullable(),
  version: z.int().nullable(),
  createdAt: z.iso.datetime(),
})
export type Message = z.infer<typeof Message>

const tag = 'Projects'
const auth = 'user'

export const listProjects = endpoint({
  id: 'listProjects',
  method: 'GET',
  path: '/projects',
  tag,
  summary: 'Your projects, last changed first',
  auth,
  query: PageQuery.extend({
    deleted: z.enum(['true', 'false']).optional(),
    /** Part of the name, the description or the first prompt; case and accents do not matter. */
    query: z.string().trim().max(200).optional(),
    status: ProjectState.optional(),
  }),
  reply: pageOf(ListedProject),
})
export const createProject = endpoint({
  id: 'createProject',
  method: 'POST',
  path: '/projects',
  tag,
  summary: 'Create a project, empty or with files',
  auth,
  body: CreateProjectInput,
  bodyLimit: 20 * 1024 * 1024,
  reply: Project,
  status: 201,
  errors: ['quota_exceeded'],
})
export const getProject = endpoint({
  id: 'getProject',
  method: 'GET',
  path: '/projects/{id}',
  tag,
  summary: 'One project',
  auth,
  params: ProjectId,
  reply: Project,
})
export const updateProject = endpoint({
  id: 'updateProject',
  method: 'PATCH',
  path: '/projects/{id}',
  tag,
  summary: 'Rename, describe, or bring back a deleted project (`deleted: false`, within 30 days)',
  auth,
  params: ProjectId,
  body: UpdateProjectInput,
  reply: Project,
})
export const deleteProject = endpoint({
  id: 'deleteProject',
  method: 'DELETE',
  path: '/projects/{id}',
  tag,
  summary: 'Delete a project; it can be brought back for 30 days',
  auth,
  params: ProjectId,
  reply: null,
})
export const duplicateProject = endpoint({
  id: 'duplicateProject',
  method: 'POST',
  path: '/projects/{id}/duplicate',
  tag,
  summary: 'A new project with the files of the newest version, and what was proven about them',
  auth,
  params: ProjectId,
  body: DuplicateProjectInput,
  reply: Project,
  status: 201,
  errors: ['quota_exceeded'],
})
export const listFiles = endpoint({
  id: 'listFiles',
  method: 'GET',
  path: '/projects/{id}/files',
  tag,
  summary: 'The file tree at a version',
  auth,
  params: ProjectId,
  query: AtVersion,
  reply: FileTree,
})
export const getFile = endpoint({
  id: 'getFile',
  method: 'GET',
  path: '/projects/{id}/files/{path*}',
  tag,
  summary: 'One file at a version',
  auth,
  params: FileAt,
  query: AtVersion,
  reply: FileContent,
})
export const putFile = endpoint({
  id: 'putFile',
  method: 'PUT',
  path: '/projects/{id}/files/{path*}',
  tag,
  summary: 'Write one file; makes a new version',
  auth,
  params: FileAt,
  body: z.strictObject({ content, baseVersion: z.int().min(0).optional() }),
  bodyLimit: 3 * 1024 * 1024,
  reply: Version,
  errors: ['version_conflict', 'quota_exceeded'],
})
export const deleteFile = endpoint({
  id: 'deleteFile',
  method: 'DELETE',
  path: '/projects/{id}/files/{path*}',
  tag,
  summary: 'Delete one file; makes a new version',
  auth,
  params: FileAt,
  reply: Version,
  errors: ['quota_exceeded'],
})
export const listVersions = endpoint({
  id: 'listVersions',
  method: 'GET',
  path: '/projects/{id}/versions',
  tag,
  summary: 'All versions, newest first',
  auth,
  params: ProjectId,
  query: PageQuery,
  reply: pageOf(Version),
})
export const getVersion = endpoint({
  id: 'getVersion',
  method: 'GET',
  path: '/projects/{id}/versions/{number}',
  tag,
  summary: 'One version',
  auth,
  params: VersionId,
  reply: Version,
})
export const diffVersions = endpoint({
  id: 'diffVersions',
  method: 'GET',
  path: '/projects/{id}/versions/{number}/diff',
  tag,
  summary: 'What changed since `from` (default: the version before)',
  auth,
  params: VersionId,
  query: z.strictObject({ from: z.coerce.number().int().min(0).optional() }),
  reply: VersionDiff,
})
export const restoreVersion = endpoint({
  id: 'restoreVersion',
  method: 'POST',
  path: '/projects/{id}/versions/{number}/restore',
  tag,
  summary: 'Bring back all files, or one, as a new version',
  auth,
  params: VersionId,
  body: z.strictObject({ path: FilePath.optional() }),
  reply: Version,
  status: 201,
  errors: ['quota_exceeded'],
})
export const getReport = endpoint({
  id: 'getReport',
  method: 'GET',
  path: '/projects/{id}/report',
  tag,
  summary: 'The evidence report of a version',
  auth,
  params: ProjectId,
  query: AtVersion,
  reply: z.looseObject({ report: z.literal(1) }),
})
export const getArchive = endpoint({
  id: 'getArchive',
  method: 'GET',
  path: '/projects/{id}/archive',
  tag,
  summary: 'All files of a version as a zip, with its evidence and what runs it on a laptop',
  auth,
  params: ProjectId,
  query: AtVersion,
  reply: 'application/zip',
})
export const listMessages = endpoint({
  id: 'listMessages',
  method: 'GET',
  path: '/projects/{id}/messages',
  tag,
  summary: 'The conversation, oldest first',
  auth,
  params: ProjectId,
  query: PageQuery,
  reply: pageOf(Message),
})
export const clearMessages = endpoint({
  id: 'clearMessages',
  method: 'DELETE',
  path: '/projects/{id}/messages',
  tag,
  summary: 'Forget the conversation',
  auth,
  params: ProjectId,
  reply: null,
})

export const endpoints = [
  listProjects,
  createProject,
  getProject,
  updateProject,
  deleteProject,
  duplicateProject,
  listFiles,
  getFile,
  putFile,
  deleteFile,
  listVersions,
  getVersion,
  diffVersions,
  restoreVersion,
  getReport,
  getArchive,
  listMessages,
  clearMessages,
]
