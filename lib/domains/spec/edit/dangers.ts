import type { AppSpec } from '../contract'
import { type Fault, fault } from './fault'

/**
 * What could leave its quotes, its folder or its line in the source that is written from a plan, or is too much of it.
 * Holds of every plan, also of one that somebody wrote by hand. Pure.
 */

/** Postgres cuts longer ones; capitals are quoted by the writers. */
const COLUMN = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/
const TABLE = /^[a-z_][a-z0-9_]{0,62}$/
const ADDRESS = /^\/(?:(?:[A-Za-z0-9_-]{1,60}|\[(?:\.\.\.)?[A-Za-z][A-Za-z0-9_]{0,39}\])(?:\/(?=.))?){0,10}$/
const VARIABLE = /^[A-Z][A-Z0-9_]{0,99}$/
/** What a colour or a font is made of: nothing that ends a declaration, an attribute or a tag. */
const LOOK = /^[\p{L}\p{M}\p{N}_ #%(),./+-]{0,100}$/u
const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/
const RANGE = /^[\w .*^~<>=|+-]{1,60}$/
/** Control characters, and those that turn the direction of text around or cannot be seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/u
/** Line breaks are fine in what is told in sentences; a joiner belongs to scripts and emoji. */
const VISIBLE_ENOUGH = /[\n\r\t\u200c\u200d]/g
const MAX = { entities: 60, fields: 80, pages: 300, routes: 300, env: 60, values: 100, text: 2_000, prompt: 100_000 }
const MAX_ENTITY_NAME = 100

/**
 * Whether a text is one SQL expression that stays between the brackets it is put in: no end of statement, no comment,
 * no dollar quote, and every quote and bracket closed. What it then says is its user's business, and the evidence's.
 */
export function isOneExpression(sql: string): boolean {
  if (sql.trim() === '' || sql.length > MAX.text || /--|\/\*|\$|\\|;|\p{Cc}/u.test(sql.replace(/[\n\r\t]/g, ' ')))
    return false
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, ' ')
  if (/['"]/.test(bare)) return false
  let depth = 0
  for (const char of bare) {
    if (char === '(' || char === '[') depth++
    if (char === ')' || char === ']') depth--
    if (depth < 0) return false
  }
  return depth === 0
}

/** Every text in the plan, with its place; `prompt` and what is never written as source left out. */
function* textsIn(value: unknown, path: Fault['path']): Generator<[path: Fault['path'], text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* textsIn(one, [...path, at])
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) {
      yield [path, name]
      yield* textsIn(one, [...path, name])
    }
}

/** Every danger in a plan, the cheapest to find first. */
export function* dangersIn(spec: AppSpec): Generator<Fault> {
  yield* excesses(spec)
  const { prompt: _, fixtures: _rows, seed: _seed, claims: _claims, ...said } = spec
  for (const [path, text] of textsIn(said, [])) {
    if (text.length > MAX.text) yield fault(path, 'tooLong', { count: MAX.text })
    else if (INVISIBLE.test(text.replace(VISIBLE_ENOUGH, ''))) yield fault(path, 'invisible')
  }
  for (const [at, entity] of spec.entities.entries()) yield* dangersInEntity(entity, at)
  for (const [at, page] of spec.pages.entries())
    if (!ADDRESS.test(page.path)) yield fault(['pages', at, 'path'], 'addressForm')
  for (const [at, route] of spec.routes.entries())
    if (!ADDRESS.test(route.path)) yield fault(['routes', at, 'path'], 'routeForm')
  for (const [at, { name }] of spec.env.entries())
    if (!VARIABLE.test(name)) yield fault(['env', at, 'name'], 'variableForm')
  for (const [name, value] of Object.entries(spec.theme))
    if (!LOOK.test(name) || !LOOK.test(value)) yield fault(['theme', name], 'lookForm')
  for (const [name, range] of Object.entries(spec.dependencies))
    if (!PACKAGE.test(name) || !RANGE.test(range)) yield fault(['dependencies'], 'packageForm')
  for (const [at, rule] of spec.access.entries()) yield* dangersInRule(rule, at)
}

function* excesses(spec: AppSpec): Generator<Fault> {
  for (const part of ['entities', 'pages', 'routes', 'env'] as const)
    if (spec[part].length > MAX[part]) yield fault([part], 'tooMany', { count: MAX[part] })
  if (spec.prompt.length > MAX.prompt) yield fault(['prompt'], 'tooLong', { count: MAX.prompt })
}

function* dangersInEntity(entity: AppSpec['entities'][number], at: number): Generator<Fault> {
  if (!TABLE.test(entity.table)) yield fault(['entities', at, 'table'], 'identifierForm')
  if (entity.name.trim() === '' || entity.name.length > MAX_ENTITY_NAME)
    yield fault(['entities', at, 'name'], 'entityNameForm', { count: MAX_ENTITY_NAME })
  if (entity.fields.length > MAX.fields) yield fault(['entities', at, 'fields'], 'tooMany', { count: MAX.fields })
  for (const [index, field] of entity.fields.entries()) {
    const path = ['entities', at, 'fields', index]
    if (!COLUMN.test(field.column)) yield fault([...path, 'column'], 'identifierForm')
    if (field.references !== undefined && field.references !== 'auth.users' && !TABLE.test(field.references))
      yield fault([...path, 'references'], 'referenceForm')
    if ((field.values?.length ?? 0) > MAX.values) yield fault([...path, 'values'], 'tooMany', { count: MAX.values })
  }
}

function* dangersInRule(rule: AppSpec['access'][number], at: number): Generator<Fault> {
  const { team, via } = rule
  const used = [
    rule.owner,
    team?.column,
    team?.members,
    team?.membersUser,
    team?.membersTeam,
    team?.membersRole,
    via?.column,
    via?.table,
  ]
  const isName = (column: string | null | undefined): boolean => column == null || COLUMN.test(column)
  if (!TABLE.test(rule.table) || !used.every(isName)) yield fault(['access', at], 'ruleNames')
  if (rule.readWhere !== undefined && !isOneExpression(rule.readWhere))
    yield fault(['access', at, 'readWhere'], 'conditionForm')
  for (const [role, condition] of Object.entries(rule.readWhereFor ?? {}))
    if (!isOneExpression(condition)) yield fault(['access', at, 'readWhereFor', role], 'conditionForm')
  if (team?.activeWhen !== undefined && !isOneExpression(team.activeWhen))
    yield fault(['access', at, 'team', 'activeWhen'], 'conditionForm')
}
