import type { Operation, Role } from '../../../spec/contract'
import { code } from '../code'
import { type EntityModel, mayDo, type ProjectModel } from '../project-model'
import { name, names, objectName, table } from './sql'

/**
 * Grants and row-level security of one table, from its access rule alone (docs/access-patterns.md). Grants say which
 * audience may try an operation at all, policies on which rows. `auth.uid()` stands in a sub-select so that Postgres
 * evaluates it once per statement instead of once per row.
 */
const UID = '(select auth.uid())'
const SIGNED_IN = `${UID} is not null`
const IS_ADMIN = '(select public.is_admin())'
/** Roles of the matrix that arrive as the Postgres role `authenticated`. */
const SIGNED_IN_ROLES = ['owner', 'other', 'member', 'admin', 'former'] as const satisfies readonly Role[]

type Command = 'select' | 'insert' | 'update' | 'delete'
const OPERATION_OF: Record<Command, Operation> = {
  select: 'read',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
}
const COMMANDS = ['select', 'insert', 'update', 'delete'] as const

/**
 * Everything a command needs: an insert right may come from `insert_forged` alone, an update right from `move` alone.
 */
function commandsOf(model: EntityModel, roles: readonly Role[]): Command[] {
  const may = (operation: Operation): boolean => roles.some((role) => mayDo(model.rule, role, operation))
  return COMMANDS.filter(
    (command) =>
      may(OPERATION_OF[command]) ||
      (command === 'insert' && may('insert_forged')) ||
      (command === 'update' && may('move')),
  )
}

export const usesAdmin = (project: ProjectModel): boolean =>
  project.entities.some((model) => model.rule.team === undefined && (model.rule.allow.admin?.length ?? 0) > 0)

/**
 * Columns that signed-in people may update: not the bookkeeping ones, and not the one that says whose the row is. An
 * admin's `with check` cannot see the old row, so only a missing column right keeps it from giving the row away.
 */
export function updatableColumns(model: EntityModel): string[] {
  const mayMove = SIGNED_IN_ROLES.some((role) => mayDo(model.rule, role, 'move'))
  const parent = mayDo(model.rule, 'admin', 'update') ? model.rule.via?.column : undefined
  const fixed = mayMove ? [] : [model.owner, parent]
  return model.fields.map((field) => field.column).filter((column) => !fixed.includes(column))
}

function grantsTo(
  model: EntityModel,
  role: string,
  commands: readonly Command[],
  columns: readonly string[] | null,
): string {
  if (commands.length === 0) return ''
  const rights = commands.map((command) =>
    command === 'update' && columns !== null ? `update (${names(columns)})` : command,
  )
  return `grant ${rights.join(', ')} on ${table(model.entity.table)} to ${role};`
}

/**
 * Supabase grants nothing on new tables since 30 October 2026, and granted everything before: take all away, then give
 * what the matrix says.
 */
export function grants(model: EntityModel): string[] {
  const columns = updatableColumns(model)
  const isWhole = columns.length === 0 || columns.length === model.fields.length
  return [
    `revoke all on ${table(model.entity.table)} from anon, authenticated, service_role;`,
    grantsTo(model, 'anon', commandsOf(model, ['anon']), null),
    grantsTo(model, 'authenticated', commandsOf(model, SIGNED_IN_ROLES), isWhole ? null : columns),
    grantsTo(model, 'service_role', commandsOf(model, ['service']), null),
  ].filter(Boolean)
}

/** The row belongs to the signed-in person, by its own column or through its parent. */
function isOwn(project: ProjectModel, model: EntityModel): string {
  if (model.owner !== null) return `${name(model.owner)} = ${UID}`
  const { via } = model.rule
  if (via === undefined) return SIGNED_IN
  const parent = project.byTable.get(via.table)
  if (parent === undefined || parent === model) return 'false'
  return parentExists(model, via, ` and parent.${name(parent.owner ?? 'id')} = ${UID}`)
}

/** The sub-select runs under the parent's own policies: a child is visible exactly when its parent is. */
const parentExists = (model: EntityModel, via: { column: string; table: string }, and = ''): string =>
  `exists (select 1 from ${table(via.table)} parent where parent.id = ${table(model.entity.table)}.${name(via.column)}${and})`

/** Which rows a stranger reads. */
function strangersRead(model: EntityModel, role: 'anon' | 'other'): string {
  const { via } = model.rule
  const readWhere = model.rule.readWhereFor?.[role] ?? model.rule.readWhere
  if (readWhere !== undefined) return readWhere.replaceAll(':other', UID)
  if (via !== undefined) return parentExists(model, via)
  const isPublic = mayDo(model.rule, 'anon', 'read') && mayDo(model.rule, 'other', 'read')
  return role === 'other' && !isPublic ? SIGNED_IN : 'true'
}

/** What an anonymous row must at least contain: a policy that is only `true` would say nothing. */
function isFilled(model: EntityModel): string {
  const text = model.fields.find(
    (field) =>
      field.required === true && (field.type === 'longtext' || field.type === 'text' || field.type === 'email'),
  )
  return text === undefined ? 'true' : `char_length(${name(text.column)}) > 0`
}

const teamTest = (model: EntityModel, isAdmin: boolean): string => {
  const { team } = model.rule
  if (team === undefined) return 'false'
  return `(select public.${name(objectName('is', isAdmin ? 'admin' : 'member', 'of', team.members))}(${name(team.column)}))`
}

/** The rows (`using`) a role reaches with a command. */
function reach(project: ProjectModel, model: EntityModel, role: Role, command: Command): string {
  switch (role) {
    case 'owner':
      return isOwn(project, model)
    case 'admin':
      return model.rule.team === undefined ? IS_ADMIN : teamTest(model, true)
    case 'member':
      return teamTest(model, false)
    case 'anon':
      return command === 'select' ? strangersRead(model, 'anon') : isFilled(model)
    default:
      return command === 'select' ? strangersRead(model, 'other') : SIGNED_IN
  }
}

/**
 * The rows (`with check`) a role may leave behind: never another owner's, unless the matrix says `insert_forged` or
 * `move`.
 */
function leaves(project: ProjectModel, model: EntityModel, role: Role, command: Command): string {
  const own = isOwn(project, model)
  const isForging = mayDo(model.rule, role, command === 'insert' ? 'insert_forged' : 'move')
  const reached = reach(project, model, role, command)
  const hasOwner = model.owner !== null || model.rule.via !== undefined
  if (role === 'admin' || role === 'member')
    return command === 'insert' && model.owner !== null && !isForging ? `${reached} and ${own}` : reached
  if (!hasOwner) return command === 'insert' ? isFilled(model) : reached
  // A stranger who may update leaves the row its owner: the owner column is not in the grant.
  if (role === 'anon' || (command === 'update' && role !== 'owner')) return reached
  return isForging ? SIGNED_IN : own
}

type Policy = { audience: string; command: Command; to: readonly string[]; using: string; check: string }

function policy(project: ProjectModel, model: EntityModel, role: Role, command: Command): Policy {
  return {
    audience: role,
    command,
    to: [role === 'anon' ? 'anon' : 'authenticated'],
    using: command === 'insert' ? '' : reach(project, model, role, command),
    check: command === 'insert' || command === 'update' ? leaves(project, model, role, command) : '',
  }
}

/**
 * One policy per operation and audience; audiences with the same condition share one, and what a wider one covers is
 * not said twice.
 */
function policiesFor(project: ProjectModel, model: EntityModel, command: Command): Policy[] {
  const roles = (['anon', ...SIGNED_IN_ROLES] as const).filter((role) => commandsOf(model, [role]).includes(command))
  const merged: Policy[] = []
  for (const next of roles.map((role) => policy(project, model, role, command))) {
    const same = merged.find((one) => one.using === next.using && one.check === next.check)
    if (same === undefined) merged.push(next)
    else if (!same.to.includes('authenticated')) {
      merged[merged.indexOf(same)] = { ...same, audience: 'everyone', to: ['anon', 'authenticated'] }
    }
  }
  // What a stranger reads without a condition, the owner of the row (whose parent is visible to its owner) reads as
  // well.
  const isUnconditional = (using: string): boolean =>
    using === 'true' ||
    using === SIGNED_IN ||
    (model.rule.via !== undefined && using === parentExists(model, model.rule.via))
  const everyRow = merged.find(
    (one) => one.command === 'select' && one.to.includes('authenticated') && isUnconditional(one.using),
  )
  if (everyRow === undefined) return merged
  const coversAdmins = everyRow.using === 'true' || everyRow.using === SIGNED_IN
  return merged.filter(
    (one) => one === everyRow || one.to.includes('anon') || (one.audience === 'admin' && !coversAdmins),
  )
}

const AUDIENCE: Record<string, string> = {
  anon: 'visitors',
  owner: 'owner',
  other: 'members',
  member: 'team',
  admin: 'admins',
  former: 'former',
  everyone: 'everyone',
}

function createPolicy(model: EntityModel, one: Policy): string {
  return code`
    create policy ${name(objectName(model.entity.table, one.command, AUDIENCE[one.audience] ?? one.audience))} on ${table(model.entity.table)}
      for ${one.command} to ${one.to.join(', ')}
      ${one.using === '' ? '' : `using (${one.using})`}
      ${one.check === '' ? '' : `with check (${one.check})`}
  `.concat(';')
}

export const policies = (project: ProjectModel, model: EntityModel): string[] =>
  COMMANDS.flatMap((command) => policiesFor(project, model, command)).map((one) => createPolicy(model, one))

export const policyNames = (project: ProjectModel, model: EntityModel): string[] =>
  COMMANDS.flatMap((command) => policiesFor(project, model, command)).map((one) =>
    objectName(model.entity.table, one.command, AUDIENCE[one.audience] ?? one.audience),
  )

/** `enable row level security` stands with the table, so that no table exists for a moment without it. */
export const enableRls = (model: EntityModel): string =>
  `alter table ${table(model.entity.table)} enable row level security;`
