import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'
import { PageQuery, pageOf } from '../../http/page'
import { MAX_MEMORY_TEXT } from './constants'

/** What Devora remembers about how somebody works: only ever shown to, and used for, that person. Browser-safe. */

/**
 * `project` sums up what was built, written when a version is delivered; the other two are learned from what their
 * owner says and changes, or written by them.
 */
export const MEMORY_KINDS = ['preference', 'fact', 'project'] as const
export type MemoryKind = (typeof MEMORY_KINDS)[number]
const writableKind = z.enum(['preference', 'fact'])
const text = z.string().trim().min(1, reason('memory')).max(MAX_MEMORY_TEXT, `At most ${MAX_MEMORY_TEXT} characters.`)

/** Where a memory holds: in the project it was learned in, or in every project of its owner. */
export const MEMORY_SCOPES = ['project', 'always'] as const
export const MemoryScope = z.enum(MEMORY_SCOPES)
export type MemoryScope = z.infer<typeof MemoryScope>

export const Memory = z.object({
  id: z.string(),
  kind: z.enum(MEMORY_KINDS),
  text: z.string(),
  /** Of which project, for kind `project`. */
  projectId: z.string().nullable(),
  /** The run that taught it; null: its owner wrote it. */
  runId: z.string().nullable(),
  messageId: z.string().nullable(),
  /** What taught it, and where; `path` for an edited file. Null: its owner wrote it, or it sums up a project. */
  source: z
    .object({
      kind: z.enum(['prompt', 'plan', 'file']),
      path: z.string().nullable(),
      project: z.object({ id: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
  /**
   * `project`: only in `source.project`, and the summary of a project. A wish in a project is of that project alone.
   */
  scope: MemoryScope,
  /** Whether its owner is still to be asked: only here, or always? */
  isScopeOpen: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** When a run last used it. */
  usedAt: z.iso.datetime().nullable(),
})
export type Memory = z.infer<typeof Memory>

export const AddMemoryInput = z.strictObject({ text, kind: writableKind.optional() })
export type AddMemoryInput = z.infer<typeof AddMemoryInput>
export const UpdateMemoryInput = z
  .strictObject({
    text: text.optional(),
    kind: writableKind.optional(),
    /** Answers "only here or always?"; `project` only for what was learned in a project. */
    scope: MemoryScope.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, { message: reason('change') })
export type UpdateMemoryInput = z.infer<typeof UpdateMemoryInput>

export const SimilarProject = z.object({
  projectId: z.string(),
  name: z.string(),
  summary: z.string(),
  /** 0 to 1, comparable within one answer only. */
  score: z.number(),
})
export type SimilarProject = z.infer<typeof SimilarProject>

const MemoryId = z.object({ id: z.string().regex(/^mem_[0-9a-hjkmnp-tv-z]{26}$/) })
const tag = 'Memory'
const auth = 'user'

export const listMemories = endpoint({
  id: 'listMemories',
  method: 'GET',
  path: '/memories',
  tag,
  summary: 'What Devora remembers about you, newest first',
  auth,
  query: PageQuery.extend({
    kind: z.enum(MEMORY_KINDS).optional(),
    /** Only what holds in this project alone. */
    projectId: z.string().max(100).optional(),
  }),
  reply: pageOf(Memory),
})
export const addMemory = endpoint({
  id: 'addMemory',
  method: 'POST',
  path: '/memories',
  tag,
  summary: 'Remember something; what is known already is not stored twice',
  auth,
  body: AddMemoryInput,
  reply: Memory,
  status: 201,
  errors: ['conflict'],
})
export const updateMemory = endpoint({
  id: 'updateMemory',
  method: 'PATCH',
  path: '/memories/{id}',
  tag,
  summary: 'Correct a memory, or say where it holds',
  auth,
  params: MemoryId,
  body: UpdateMemoryInput,
  reply: Memory,
  errors: ['conflict'],
})
export const forgetMemory = endpoint({
  id: 'forgetMemory',
  method: 'DELETE',
  path: '/memories/{id}',
  tag,
  summary: 'Forget it for good; what taught it does not teach it again',
  auth,
  params: MemoryId,
  reply: null,
})
export const similarProjects = endpoint({
  id: 'similarProjects',
  method: 'GET',
  path: '/projects/similar',
  tag,
  summary: 'Your own projects that resemble a description, most similar first',
  auth,
  query: z.strictObject({
    description: z.string().trim().min(1, reason('lookFor')).max(2_000),
    limit: z.coerce.number().int().min(1).max(100).default(5),
  }),
  reply: z.object({ items: z.array(SimilarProject), nextCursor: z.null() }),
})

export const endpoints = [listMemories, addMemory, updateMemory, forgetMemory, similarProjects]
