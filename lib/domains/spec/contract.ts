import { z } from 'zod'
import { Ask, AskedPrompt } from './asks.ts'
import { MAX_QUESTIONS, Question } from './questions.ts'
import { FIELD_TYPES, OPERATIONS, ROLES } from './constants.ts'
import { Counted, Rule } from './rules.ts'

/**
 * What a project is meant to be. `DevoraJson` is the public file format (`devora.json`, JSON Schema in
 * `public/schemas/devora.schema.json`, generated from here); `AppSpec` is the same document with everything said that
 * the writers need. Browser-safe: no Node imports.
 */

export { type Question } from './questions.ts'

export const PROJECT_KINDS = [
  'saas',
  'e-commerce',
  'marketplace',
  'blog',
  'dashboard',
  'crm',
  'booking',
  'social',
  'tasks',
  'learning',
  'chat',
  'portfolio',
  'directory',
  'inventory',
  'other',
] as const
export const AUTH_LEVELS = ['public', 'user', 'admin'] as const

/** How a page shows its entity: which layout the front-end writer gives it. */
export const PAGE_VIEWS = [
  'home',
  'list',
  'detail',
  'new',
  'edit',
  'dashboard',
  'board',
  'calendar',
  'leaderboard',
  'gallery',
  'chat',
  'report',
  'about',
  'contact',
  'sign-in',
  'sign-up',
  'account',
] as const

export const ProjectKind = z.enum(PROJECT_KINDS)
export type ProjectKind = z.infer<typeof ProjectKind>
export const FieldType = z.enum(FIELD_TYPES)
export type FieldType = z.infer<typeof FieldType>
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>
export const Operation = z.enum(OPERATIONS)
export type Operation = z.infer<typeof Operation>
export const PageView = z.enum(PAGE_VIEWS)
export type PageView = z.infer<typeof PageView>

export const Field = z.strictObject({
  /** What people call it, in the project's language ("duración"); labels are made from it. */
  name: z.string(),
  /** SQL identifier, lower snake case, ASCII. */
  column: z.string(),
  type: FieldType,
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  values: z.array(z.string()).optional(),
  /** `<table>` or `auth.users`. */
  references: z.string().optional(),
  unit: z.string().optional(),
})
export type Field = z.infer<typeof Field>

export const StateChange = z.looseObject({ from: z.string(), to: z.string(), by: z.string().optional() })

export const Entity = z.strictObject({
  /** Singular, in the project's language: "recipe", "call log". */
  name: z.string(),
  /** SQL identifier, plural, lower snake case, ASCII: "recipes", "call_logs". */
  table: z.string(),
  fields: z.array(Field),
  states: z.array(StateChange).optional(),
  /** In what order its lists are until somebody chooses another; without it the newest comes first. */
  order: z.strictObject({ column: z.string().max(63), descending: z.boolean() }).optional(),
  /** A row is late, and shown so, once the day in `column` is over, as long as `where` holds. */
  late: z.strictObject({ column: z.string().max(63), where: Counted.optional() }).optional(),
})
export type Entity = z.infer<typeof Entity>

export const Page = z.looseObject({
  /** Next.js App Router path: `/recipes/[id]`. */
  path: z.string(),
  purpose: z.string(),
  auth: z.enum(AUTH_LEVELS).optional(),
  /** `Entity.name` */
  entity: z.string().optional(),
  view: PageView.optional(),
  /** Title and navigation label, in the project's language. */
  title: z.string().optional(),
  /** Whether the main navigation links to it. */
  nav: z.boolean().optional(),
})
export type Page = z.infer<typeof Page>

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const ApiRoute = z.looseObject({
  method: z.enum(HTTP_METHODS),
  path: z.string(),
  auth: z.enum(AUTH_LEVELS).optional(),
  request: z.unknown().optional(),
  response: z.unknown().optional(),
})
export type ApiRoute = z.infer<typeof ApiRoute>

export const EnvVariable = z.looseObject({
  name: z.string(),
  secret: z.boolean().optional(),
  required: z.boolean().optional(),
})

export const TeamRule = z.strictObject({
  column: z.string(),
  members: z.string(),
  membersUser: z.string(),
  membersTeam: z.string(),
  membersRole: z.string().nullable().optional(),
  adminRoles: z.array(z.string()).optional(),
  activeWhen: z.string().optional(),
})

export const AccessRule = z.strictObject({
  table: z.string(),
  owner: z.string().nullable().optional(),
  team: TeamRule.optional(),
  via: z.looseObject({ column: z.string(), table: z.string() }).optional(),
  /** role → operations it may do; a cell that is absent means deny. */
  allow: z.partialRecord(Role, z.array(Operation)),
  /** role → operations about which the matrix says nothing: neither tried nor held against anybody. */
  unspecified: z.partialRecord(Role, z.array(Operation)).optional(),
  row: z.string().optional(),
  readWhere: z.string().optional(),
  /** role → its own `readWhere`, where different roles see different rows. */
  readWhereFor: z.partialRecord(Role, z.string()).optional(),
})
export type AccessRule = z.infer<typeof AccessRule>

/** A function that anybody may call on purpose although it runs with its owner's rights; `why` is for who reads it. */
export const FunctionRule = z.strictObject({
  name: z.string(),
  public: z.boolean(),
  why: z.string().optional(),
})
export type FunctionRule = z.infer<typeof FunctionRule>

/** Somebody whom the seed lets sign in to try the project on a local database; never on one that is in use. */
export const DemoPerson = z.strictObject({
  email: z
    .string()
    .regex(/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/)
    .max(320),
  /** Printable, and without the sign that would end it in Markdown. */
  password: z.string().regex(/^[!-_a-~]{6,72}$/),
  name: z.string().max(100).optional(),
  role: z.enum(['admin']).optional(),
})
export type DemoPerson = z.infer<typeof DemoPerson>

export const DevoraJson = z.strictObject({
  devora: z.literal(1),
  name: z.string().max(100).optional(),
  kind: ProjectKind.optional(),
  mode: z.enum(['fullstack', 'site', 'simple']).optional(),
  locale: z.enum(['en', 'es']).optional(),
  prompt: z.string().optional(),
  theme: z.record(z.string(), z.string()).optional(),
  entities: z.array(Entity).optional(),
  pages: z.array(Page).optional(),
  routes: z.array(ApiRoute).optional(),
  env: z.array(EnvVariable).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  access: z.array(AccessRule).optional(),
  functions: z.array(FunctionRule).optional(),
  /** What rows must keep to, beyond who may change them. */
  rules: z.array(Rule).max(60).optional(),
  fixtures: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
  seed: z.string().optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
  makers: z.record(z.string(), z.string()).optional(),
  demo: z.array(DemoPerson).max(10).optional(),
  /** The design that the plan began with, by its slug. */
  blueprint: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
  /** What was asked, first to last; each shown by its scenarios. */
  asks: z.array(Ask).max(200).optional(),
  /** The prompts that the asks stand in, first to last. */
  prompts: z.array(AskedPrompt).max(100).optional(),
  /** What was asked back before the first version; those without an answer are assumptions. */
  questions: z.array(Question).max(MAX_QUESTIONS).optional(),
})
export type DevoraJson = z.infer<typeof DevoraJson>

/** What the architect answers: a `devora.json` in which nothing the writers rely on is missing. */
export const AppSpec = DevoraJson.required({
  name: true,
  kind: true,
  mode: true,
  locale: true,
  prompt: true,
  theme: true,
  entities: true,
  pages: true,
  routes: true,
  env: true,
  dependencies: true,
  access: true,
  makers: true,
}).extend({
  theme: z.object({ background: z.string(), component: z.string() }).catchall(z.string()),
})
export type AppSpec = z.infer<typeof AppSpec>
