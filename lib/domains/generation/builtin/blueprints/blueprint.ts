import { z } from 'zod'
import { BLUEPRINT_FILES } from './blueprint-files.ts'
import { FieldType, ProjectKind } from '../../../spec/contract.ts'
import { ACCESS_PATTERNS } from '../../../spec/edit/access-patterns.ts'

/**
 * A whole design of an application that people often ask for, as data (`blueprints/<slug>/blueprint.json`): what it
 * keeps, who may see it, and the words in which people ask for it, in English and Spanish.
 */

const Said = z.strictObject({ en: z.string(), es: z.string() })
/** Other words for the same, `a, b c` without accents. */
const Words = Said.partial().optional()

const BlueprintField = z.strictObject({
  ...Said.shape,
  type: FieldType,
  required: z.literal(true).optional(),
  unit: z.string().optional(),
  /** Of an enum, in both languages; the first is what a new row has. */
  values: z.strictObject({ en: z.array(z.string()), es: z.array(z.string()) }).optional(),
  /** The values are the columns of a board: one moves from any of them to any other. */
  columns: z.literal(true).optional(),
  also: Words,
  /** What rows of an example have; made up. */
  samples: z.strictObject({ en: z.array(z.string()).min(4), es: z.array(z.string()).min(4) }).optional(),
})
export type BlueprintField = z.infer<typeof BlueprintField>

const BlueprintEntity = z.strictObject({
  ...Said.shape,
  /** Of a person, a place, …: decides how its pages look. */
  category: z
    .enum(['thing', 'person', 'place', 'goods', 'document', 'event', 'measurement', 'request', 'transaction', 'record'])
    .default('thing'),
  /** What prompts call it instead, and the application then does too. */
  called: Words,
  also: Words,
  /** In the plural, where grammar would make another one of it. */
  many: Words,
  fields: z.array(BlueprintField),
  /** English names of what it belongs to; `!`: it cannot stand alone. */
  of: z.array(z.string()).default([]),
  access: z.enum(ACCESS_PATTERNS),
  owner: z.enum(['user', 'author', 'member', 'seller', 'organizer', 'applicant', 'sender', 'creator']).default('user'),
  pages: z.enum(['full', 'inline', 'list', 'inbox']).default('full'),
  /** One row for each person and what it belongs to. */
  once: z.literal(true).optional(),
  view: z.enum(['calendar', 'board', 'gallery', 'chat']).optional(),
  /** Only there where the prompt has a word for it. */
  optional: z.literal(true).optional(),
})
export type BlueprintEntity = z.infer<typeof BlueprintEntity>

const BlueprintDeed = z.strictObject({
  /** A verb (its lemma) with `of`, else a whole phrase. */
  ...Said.partial().shape,
  /** English name of what it is done to. */
  of: z.string().optional(),
  /** English name of what is added by doing it; else what becomes of which field of what it is done to. */
  adds: z.string().optional(),
  sets: z.strictObject({ in: z.string(), field: z.string(), to: z.string() }).optional(),
})

/** At most so many rows of a thing for the same others; see `spec/rules`. */
const BlueprintRule = z.strictObject({
  /** English name of the thing. */
  of: z.string(),
  /** What it belongs to, its own fields, or `owner`. */
  per: z.array(z.string()).min(1),
  /** A number, or the field of the first of `per` that says how many it has room for. */
  most: z.union([z.int().min(1), z.string()]),
  /** Only rows count whose field has one of these values. */
  while: z.strictObject({ field: z.string(), is: z.array(z.boolean()) }).optional(),
})
export type BlueprintRule = z.infer<typeof BlueprintRule>

export const Blueprint = z.strictObject({
  name: Said,
  /** What its first page says, in one sentence. */
  tagline: Said,
  kind: ProjectKind,
  /** What a prompt for it says: patterns over its text in lower case without accents. */
  match: z.strictObject({ en: z.array(z.string()).min(1), es: z.array(z.string()).min(1) }),
  /** Other names of the application as a whole. */
  titles: Words,
  /** Whoever signs up is called so; whoever administers it. */
  people: Words,
  staff: Words,
  entities: z.array(BlueprintEntity).min(1),
  deeds: z.array(BlueprintDeed).default([]),
  /** What rows keep to whether a prompt says so or not: nobody books a place that is not there. */
  rules: z.array(BlueprintRule).default([]),
  /** Prompts for it; each is planned as it is here, and proven by `npm run test:deep`. */
  examples: z.strictObject({ en: z.array(z.string()).min(1), es: z.array(z.string()).min(1) }),
})
export type Blueprint = z.infer<typeof Blueprint>

/** By slug. */
export const BLUEPRINTS: ReadonlyMap<string, Blueprint> = new Map(
  Object.entries(BLUEPRINT_FILES).map(([slug, file]) => [slug, Blueprint.parse(file)]),
)

/** `a, b c` → its words, without accents. */
export const listed = (words: string | undefined): string[] =>
  (words ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
