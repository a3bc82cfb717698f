import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'
import { AtVersion, ProjectId, Version, VersionId } from '../projects/contract'
import { Ask, Asked, AskedPrompt, AskId, AskStatus } from '../spec/asks.ts'
import type { Operation, Role } from '../spec/contract'
import { CHECK_NAMES, CHECK_STATUSES } from './constants'

/**
 * The evidence report: a public contract (`public/schemas/report.schema.json` is generated from here). Browser-safe.
 */

export const CheckName = z.enum(CHECK_NAMES)
export type CheckName = z.infer<typeof CheckName>

export const CheckStatus = z.enum(CHECK_STATUSES)
export type CheckStatus = z.infer<typeof CheckStatus>

export const FindingOwner = z.enum(['architect', 'frontend', 'backend', 'database', 'tests', 'person'])

export const Finding = z.object({
  check: z.string(),
  /** Stable kebab-case name of the fault class, e.g. `missing-rls`. */
  rule: z.string().optional(),
  severity: z.enum(['error', 'warning']),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  message: z.string(),
  hint: z.string().optional(),
  /** The same fault in the same place has the same fingerprint, whatever line it moved to. */
  fingerprint: z.string(),
  owner: FindingOwner.optional(),
})
export type Finding = z.infer<typeof Finding>

export const CheckResult = z.object({
  check: CheckName,
  status: CheckStatus,
  ms: z.int().optional(),
  /**
   * When the check ran on the very files it reads, where its result was taken over from then; absent: it ran for this
   * report.
   */
  checkedAt: z.iso.datetime().optional(),
  findings: z.array(Finding),
  /**
   * Of a check that is `not_run` because it does not apply to this project: why. Such a check stands in nobody's way.
   */
  outOfScope: z.string().optional(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const AccessCell = z.object({
  // The public contract leaves both open (another verifier may know more roles); our own reports hold only these.
  role: z.string() as z.ZodType<Role>,
  operation: z.string() as z.ZodType<Operation>,
  expected: z.enum(['allow', 'deny']),
  actual: z.enum(['allow', 'deny', 'error', 'untested']),
  statement: z.string().optional(),
  detail: z.string().optional(),
  /** Who tried it, where it was not the role's own person (who has their one row already). */
  person: z.literal('newcomer').optional(),
})
export type AccessCell = z.infer<typeof AccessCell>
export const AccessTable = z.object({ table: z.string(), cells: z.array(AccessCell) })
export type AccessTable = z.infer<typeof AccessTable>

/**
 * A statement that made people or rows before the matrix was tried; `person` and `role` are whose request it was done
 * as.
 */
export const SetupStatement = z.object({
  sql: z.string(),
  person: z.enum(['owner', 'other', 'member', 'admin', 'former', 'newcomer']).optional(),
  role: z.enum(['authenticated', 'service_role']).optional(),
})
export type SetupStatement = z.infer<typeof SetupStatement>

/**
 * What Supabase grants on a new table or function in `public`, which the matrix is tried in: `default`, everything to
 * everybody (projects made before 30 May 2026, or `auto_expose_new_tables`); `explicit`, nothing (projects made since).
 */
export const GRANT_WORLDS = ['explicit', 'default'] as const
export const GrantWorld = z.enum(GRANT_WORLDS)
export type GrantWorld = z.infer<typeof GrantWorld>

/** What came of one step; those after one that failed were not tried. */
export const StepResult = z.object({
  status: z.enum(['passed', 'failed', 'not_tried']),
  /** What was there instead, in words of the page. */
  seen: z.string().optional(),
})
export type StepResult = z.infer<typeof StepResult>

export const ScenarioResult = z.object({
  /** `unproven`: it could not be tried here, `why` says so. */
  status: z.enum(['passed', 'failed', 'unproven']),
  why: z.string().optional(),
  ms: z.int().optional(),
  /** Played in a browser, because without one it could not be tried; absent: without one. */
  by: z.literal('browser').optional(),
  /** One for each step of the scenario. */
  steps: z.array(StepResult),
})
export type ScenarioResult = z.infer<typeof ScenarioResult>

/** What is proven of one ask of `devora.json`. */
export const AskResult = z.object({
  id: z.string(),
  status: AskStatus,
  why: z.string().optional(),
  /**
   * Whether its scenarios fail, as they must, on an application without what was asked (a mutation control). `pending`:
   * not tried yet; `held`: they failed there; `none`: there is none for it, `why` says so.
   */
  control: z.enum(['pending', 'held', 'none']).optional(),
  scenarios: z.array(ScenarioResult),
})
export type AskResult = z.infer<typeof AskResult>

export const ReportStatus = z.enum(['verified', 'built', 'incomplete'])
export type ReportStatus = z.infer<typeof ReportStatus>

export const Report = z.object({
  report: z.literal(1),
  status: ReportStatus,
  /** SHA-256 over the sorted lines `<path>\t<sha256 of bytes>\n` of all files. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
  derived: z.array(z.string()).optional(),
  tools: z.record(z.string(), z.string()).optional(),
  checks: z.array(CheckResult),
  access: z.array(AccessTable).optional(),
  /** The default grants under which `access` was tried; both where nothing says which the project has. */
  grantWorlds: z.array(GrantWorld).optional(),
  /** What the statements of `access` need to be tried again; the exported pgTAP tests are made from it. */
  setup: z.array(SetupStatement).optional(),
  /** What is proven of what was asked; absent where `devora.json` says no asks. */
  asks: z.array(AskResult).optional(),
  /** How many stretches of the prompts nothing was made of, because they were not understood. */
  notUnderstood: z.int().optional(),
})
export type Report = z.infer<typeof Report>

export const verifyVersion = endpoint({
  id: 'verifyVersion',
  method: 'POST',
  path: '/projects/{id}/versions/{number}/verify',
  tag: 'Evidence',
  auth: 'user',
  limit: 'generate',
  summary: 'Run the checks again on a version; `full` adds `next build`. Follow the run for the result',
  params: VersionId,
  body: z.strictObject({ full: z.boolean().default(false) }),
  reply: z.object({ runId: z.string() }),
  status: 202,
  errors: ['not_found', 'too_many_runs'],
})

export const overrideVersion = endpoint({
  id: 'overrideVersion',
  method: 'POST',
  path: '/projects/{id}/versions/{number}/override',
  tag: 'Evidence',
  auth: 'user',
  params: VersionId,
  reply: Version,
  errors: ['conflict'],
  summary: 'Use a version although it is not verified, and say why; the reason is recorded with the version',
  body: z.strictObject({ reason: z.string().trim().min(10, reason('why')).max(500) }),
})

/** A picture of a scenario: the page at which it ended, where it failed or after its last step. */
export const ScenarioPicture = z.object({
  /** Which scenario of the ask, counted from 0. */
  scenario: z.int(),
  /** The address of the page in the application, without the ids in it. */
  path: z.string(),
  /** The page is larger than what is kept, so there is nothing to be had. */
  isTooLarge: z.boolean(),
})
export type ScenarioPicture = z.infer<typeof ScenarioPicture>

/**
 * An ask of a version, and what is proven of it. Pictures follow some seconds after the report, and are kept for the
 * newest versions.
 */
export const AskView = Ask.extend({ result: AskResult, pictures: z.array(ScenarioPicture) })
export type AskView = z.infer<typeof AskView>

export const AskedView = z.object({
  version: z.int(),
  /** Null: nothing is known of what was asked; the version says no asks. */
  asked: Asked.nullable(),
  prompts: z.array(AskedPrompt),
  asks: z.array(AskView),
})
export type AskedView = z.infer<typeof AskedView>

export const getAsked = endpoint({
  id: 'getAsked',
  method: 'GET',
  path: '/projects/{id}/asks',
  tag: 'Evidence',
  auth: 'user',
  summary:
    'What was asked of a version, in the words of its prompts, and what of it is proven by using the application',
  params: ProjectId,
  query: AtVersion,
  reply: AskedView,
  errors: ['not_found'],
})

export const strikeAsk = endpoint({
  id: 'strikeAsk',
  method: 'POST',
  path: '/projects/{id}/asks/{ask}/strike',
  tag: 'Evidence',
  auth: 'user',
  limit: 'generate',
  summary: 'Strike an ask out, or take it back: a new version without (or with) it, which is checked again',
  params: ProjectId.extend({ ask: AskId }),
  body: z.strictObject({
    struck: z.boolean().default(true),
    /** The version that the caller has seen: when another one is newest, nothing is changed. */
    baseVersion: z.int().min(1).optional(),
  }),
  reply: z.object({ version: z.int(), runId: z.string() }),
  status: 202,
  errors: ['not_found', 'version_conflict', 'quota_exceeded', 'too_many_runs'],
})

export const getPicture = endpoint({
  id: 'getPicture',
  method: 'GET',
  path: '/projects/{id}/versions/{number}/asks/{ask}/pictures/{scenario}',
  tag: 'Evidence',
  auth: 'user',
  summary: 'The page at which a scenario of an ask ended, as a document that runs, loads and sends nothing',
  params: VersionId.extend({ ask: AskId, scenario: z.coerce.number().int().min(0).max(99) }),
  reply: 'text/html',
})

export const endpoints = [verifyVersion, overrideVersion, getAsked, strikeAsk, getPicture]
