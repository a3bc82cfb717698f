import type { Json } from '../../core/db/db'
import { AppError, invalid } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { learnFromPlan } from '../memory/learn-from-change'
import type { Run } from '../runs/contract'
import { confirmPlan } from '../runs/confirm-plan'
import { getRun } from '../runs/get-run'
import { readRun } from '../runs/read-run'
import { AppSpec } from '../spec/contract'
import { BUILD } from './start-generation'

/** A page of a plain site becomes a file of that name. */
const SITE_PATH = /^\/(?:[a-z0-9][a-z0-9-]{0,59})?$/

/** A page of an application becomes a folder of that name; `[id]` says which row. */
const APP_PATH = /^\/(?:(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\])(?:\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\]))*)?$/

type Refusal = { name: string; reason: string } | null

/** Why a page that a person added cannot be built. Those of Devora's own plan may have other forms, in a project that came with them. */
function refusePage(spec: AppSpec, known: ReadonlySet<string>): Refusal {
  for (const [at, { path, view }] of spec.pages.entries()) {
    const name = `spec.pages.${at}.path`
    if (spec.pages.findIndex((page) => page.path === path) !== at) return { name, reason: `There is a page at ${path} already.` }
    if (known.has(path)) continue
    if (!APP_PATH.test(path) || path.length > 80) return { name, reason: 'Like /opening-hours: lower case letters, digits, - and /.' }
    if (/^\/(?:api|auth)(?:\/|$)/.test(path)) return { name, reason: 'Addresses below /api and /auth are taken by the app itself.' }
    const rows = path.split('[id]').length - 1
    if (rows > 1) return { name, reason: 'A page shows one row at most.' }
    if ((view === 'detail' || view === 'edit') !== (rows === 1))
      return { name, reason: 'A page of one row has [id] in its address, and no other page has.' }
  }
  return null
}

/** Why a plan cannot be built, with the place; null when it can. Everything a writer looks up must be there. `known`: pages of the plan before. */
function refuse(spec: AppSpec, known: ReadonlySet<string>): Refusal {
  const tables = new Set(spec.entities.map((entity) => entity.table))
  const names = new Set(spec.entities.map((entity) => entity.name))
  if (tables.size !== spec.entities.length) return { name: 'spec.entities', reason: 'Two things have the same table.' }
  if (spec.mode === 'site') {
    const at = spec.pages.findIndex(
      ({ path }, index) => !SITE_PATH.test(path) || spec.pages.findIndex((one) => one.path === path) !== index,
    )
    if (at !== -1) return { name: `spec.pages.${at}.path`, reason: 'Like /about: lower case letters, digits and -, each once.' }
    if (!spec.pages.some(({ path }) => path === '/')) return { name: 'spec.pages', reason: 'A site needs its front page, /.' }
  } else {
    if (spec.entities.length === 0) return { name: 'spec.entities', reason: 'There is nothing to build: the plan has no things.' }
    const page = refusePage(spec, known)
    if (page !== null) return page
  }
  for (const [at, entity] of spec.entities.entries()) {
    if (!/^[a-z][a-z0-9_]{0,59}$/.test(entity.table))
      return { name: `spec.entities.${at}.table`, reason: 'Lower case letters, digits and _, beginning with a letter.' }
    for (const [index, field] of entity.fields.entries()) {
      const name = `spec.entities.${at}.fields.${index}`
      if (!/^[a-z][a-z0-9_]{0,59}$/.test(field.column))
        return { name: `${name}.column`, reason: 'Lower case letters, digits and _, beginning with a letter.' }
      if (entity.fields.findIndex((other) => other.column === field.column) !== index)
        return { name: `${name}.column`, reason: 'There is a field with this column already.' }
      if (field.type === 'reference' && field.references !== 'auth.users' && !tables.has(field.references ?? ''))
        return { name: `${name}.references`, reason: 'It refers to a thing that is not in the plan.' }
      if (field.type === 'enum' && (field.values ?? []).length === 0) return { name: `${name}.values`, reason: 'A choice needs values.' }
    }
    // A plain site has no tables.
    if (spec.mode !== 'site' && !spec.access.some((rule) => rule.table === entity.table))
      return { name: 'spec.access', reason: `It does not say who may do what with ${entity.table}.` }
  }
  const stray = spec.access.findIndex((rule) => !tables.has(rule.table))
  if (stray !== -1) return { name: `spec.access.${stray}.table`, reason: 'There is no such thing in the plan.' }
  const lost = spec.pages.findIndex((page) => page.entity !== undefined && !names.has(page.entity))
  if (lost !== -1) return { name: `spec.pages.${lost}.entity`, reason: 'There is no such thing in the plan.' }
  return null
}

/**
 * Confirms the plan of a waiting run, as it is or as edited, and lets it go on.
 * @throws not_found · invalid_input a plan that cannot be built, named by its place · conflict the run is not waiting
 */
export async function submitPlan(ctx: Ctx, who: Principal, input: { id: string; spec?: AppSpec | undefined }): Promise<Run> {
  const run = await getRun(ctx, who, { id: input.id })
  // As Devora made it; confirming puts the edited one in its place.
  const { plan } = await readRun(ctx, run.id)
  const before = AppSpec.safeParse(plan)
  const known = new Set(before.success ? before.data.pages.map(({ path }) => path) : [])
  const fault = input.spec === undefined ? null : refuse(input.spec, known)
  if (fault !== null) throw invalid(fault.name, fault.reason)
  const isConfirmed = await confirmPlan(ctx, {
    id: run.id,
    kind: run.kind,
    ownerId: who.userId,
    part: BUILD,
    ...(input.spec === undefined ? {} : { plan: input.spec as Json }),
  })
  if (!isConfirmed)
    throw new AppError(
      'conflict',
      `This run does not wait for a plan${run.endedAt === null ? ': it was confirmed already' : ' any more: it has ended'}.`,
    )
  if (input.spec !== undefined) await learnFromEdit(ctx, who, run, { before: plan, after: input.spec })
  return getRun(ctx, who, { id: run.id })
}

/** What the edits tell about their maker. The run goes on whatever becomes of it. */
async function learnFromEdit(ctx: Ctx, who: Principal, run: Run, edit: { before: unknown; after: AppSpec }): Promise<void> {
  const before = AppSpec.safeParse(edit.before)
  if (!before.success || run.projectId === null) return
  try {
    const change = { ownerId: who.userId, projectId: run.projectId, runId: run.id }
    await learnFromPlan(ctx, { ...change, before: before.data, after: edit.after })
  } catch (error) {
    ctx.log.warn({ err: error, runId: run.id }, 'nothing was learned from the edited plan')
  }
}
