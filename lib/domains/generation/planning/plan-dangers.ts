import type { AppSpec } from '../../spec/contract'
import type { PlanFault } from './plan-faults'

/** Postgres cuts longer ones; capitals are quoted by the writers. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/
const TABLE = /^[a-z_][a-z0-9_]{0,62}$/
const ADDRESS = /^\/(?:(?:[A-Za-z0-9_-]{1,60}|\[(?:\.\.\.)?[A-Za-z][A-Za-z0-9_]{0,39}\])(?:\/(?=.))?){0,10}$/
const VARIABLE = /^[A-Z][A-Z0-9_]{0,99}$/
/** What a colour or a font is made of: nothing that ends a declaration, an attribute or a tag. */
const LOOK = /^[\w #%(),./+-]{0,100}$/
const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/
const RANGE = /^[\w .*^~<>=|+-]{1,60}$/
/** Control characters, and those that turn the direction of text around or cannot be seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/u
/** Line breaks are fine in what is told in sentences; a joiner belongs to scripts and emoji. */
const VISIBLE_ENOUGH = /[\n\r\t\u200c\u200d]/g
const MOST = { entities: 60, fields: 80, pages: 300, routes: 300, env: 60, values: 100, text: 2_000, prompt: 100_000 }

/**
 * Whether a text is one SQL expression that stays between the brackets it is put in: no end of statement, no comment,
 * no dollar quote, and every quote and bracket closed. What it then says is its user's business, and the evidence's.
 */
export function isOneExpression(sql: string): boolean {
  if (sql.trim() === '' || sql.length > MOST.text || /--|\/\*|\$|\\|;|\p{Cc}/u.test(sql.replace(/[\n\r\t]/g, ' ')))
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
function* textsIn(value: unknown, place: string): Generator<[string, string]> {
  if (typeof value === 'string') yield [place, value]
  else if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* textsIn(one, `${place}.${at}`)
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) {
      yield [place, name]
      yield* textsIn(one, `${place}.${name}`)
    }
}

/**
 * What could leave its quotes, its folder or its line in the source that is written from the plan, or is too much of
 * it.
 */
export function dangerIn(spec: AppSpec): PlanFault | null {
  for (const part of ['entities', 'pages', 'routes', 'env'] as const)
    if (spec[part].length > MOST[part]) return { name: `spec.${part}`, reason: `At most ${MOST[part]}.` }
  if (spec.prompt.length > MOST.prompt) return { name: 'spec.prompt', reason: `At most ${MOST.prompt} characters.` }
  const { prompt: _, fixtures: _rows, seed: _seed, claims: _claims, ...said } = spec
  for (const [place, text] of textsIn(said, 'spec')) {
    if (text.length > MOST.text) return { name: place.slice(0, 200), reason: `At most ${MOST.text} characters.` }
    if (INVISIBLE.test(text.replace(VISIBLE_ENOUGH, '')))
      return { name: place.slice(0, 200), reason: 'It has characters that cannot be seen.' }
  }
  const bad = (name: string, reason: string): PlanFault => ({ name, reason })
  const isName = (column: string | null | undefined): boolean =>
    column === null || column === undefined || IDENTIFIER.test(column)
  for (const [at, entity] of spec.entities.entries()) {
    const place = `spec.entities.${at}`
    if (!TABLE.test(entity.table))
      return bad(`${place}.table`, 'Lower case letters, digits and _, beginning with a letter.')
    if (entity.name.trim() === '' || entity.name.length > 100)
      return bad(`${place}.name`, 'A name of 1 to 100 characters.')
    if (entity.fields.length > MOST.fields) return bad(`${place}.fields`, `At most ${MOST.fields}.`)
    for (const [index, field] of entity.fields.entries()) {
      if (!IDENTIFIER.test(field.column))
        return bad(`${place}.fields.${index}.column`, 'Lower case letters, digits and _, beginning with a letter.')
      if (field.references !== undefined && field.references !== 'auth.users' && !TABLE.test(field.references))
        return bad(`${place}.fields.${index}.references`, 'The table of a thing, or auth.users.')
      if ((field.values?.length ?? 0) > MOST.values)
        return bad(`${place}.fields.${index}.values`, `At most ${MOST.values}.`)
    }
  }
  for (const [at, page] of spec.pages.entries())
    if (!ADDRESS.test(page.path)) return bad(`spec.pages.${at}.path`, 'Like /recipes or /recipes/[id].')
  for (const [at, route] of spec.routes.entries())
    if (!ADDRESS.test(route.path)) return bad(`spec.routes.${at}.path`, 'Like /api/recipes.')
  for (const [at, { name }] of spec.env.entries())
    if (!VARIABLE.test(name)) return bad(`spec.env.${at}.name`, 'Like MAIL_KEY.')
  for (const [name, value] of Object.entries(spec.theme))
    if (!LOOK.test(name) || !LOOK.test(value))
      return bad(`spec.theme.${name}`.slice(0, 200), 'A colour, as in #1f2937.')
  for (const [name, range] of Object.entries(spec.dependencies))
    if (!PACKAGE.test(name) || !RANGE.test(range)) return bad('spec.dependencies', 'A package and its version.')
  for (const [at, rule] of spec.access.entries()) {
    const place = `spec.access.${at}`
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
    if (!TABLE.test(rule.table) || !used.every(isName)) return bad(place, 'Tables and columns by their names.')
    if (rule.readWhere !== undefined && !isOneExpression(rule.readWhere))
      return bad(`${place}.readWhere`, 'One SQL condition.')
    if (team?.activeWhen !== undefined && !isOneExpression(team.activeWhen))
      return bad(`${place}.team.activeWhen`, 'One SQL condition.')
  }
  return null
}
