/**
 * What a prompt may be and bring, and the stages of what comes of it, for pages too: these do not load the contract
 * with its schemas. Browser-safe.
 */

export const MAX_PROMPT = 20_000

export const MAX_ATTACHMENTS = 5
/** Bytes of an image, of a text file, and of all attachments together. */
export const MAX_IMAGE_BYTES = 5 * 1024 * 1024
export const MAX_TEXT_BYTES = 200 * 1024
export const MAX_ATTACHED_BYTES = 12 * 1024 * 1024
/** What may be attached: images by their type, texts by the ending of their name. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export const TEXT_ENDINGS = [
  'txt',
  'md',
  'mdx',
  'csv',
  'tsv',
  'json',
  'yaml',
  'yml',
  'toml',
  'xml',
  'sql',
  'prisma',
  'graphql',
  'html',
  'css',
  'scss',
  'ts',
  'tsx',
  'js',
  'jsx',
  'mjs',
  'cjs',
  'py',
] as const

/** The stages in the order the page shows them; the three writers work at the same time. */
export const GENERATION_STAGES = [
  'context',
  'architect',
  'frontend',
  'backend',
  'database',
  'review',
  'deliver',
] as const

/** The same for a run that writes tests too: they are about what was reviewed, and so come after it. */
export const TESTED_STAGES = [
  'context',
  'architect',
  'frontend',
  'backend',
  'database',
  'review',
  'tests',
  'deliver',
] as const

/** The same for a project of mode `site`, and for a run that only answers. */
export const SITE_STAGES = ['context', 'architect', 'site', 'review', 'deliver'] as const
export const ANSWER_STAGES = ['context', 'answer'] as const

export type GenerationStage = (typeof TESTED_STAGES | typeof SITE_STAGES | typeof ANSWER_STAGES)[number]

/** Those that the home page shows: different kinds of application, each with its own pages. */
export const HOME_TEMPLATES = ['kanban', 'crm', 'blog'] as const
