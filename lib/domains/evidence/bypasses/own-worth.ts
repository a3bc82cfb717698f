import type { DevoraJson } from '../../spec/contract.ts'
import { userColumns, type Catalogue, type DatabaseFunction, type Table } from '../access/catalogue.ts'
import { policiesFor } from '../access/matrix/expectation.ts'
import type { Take } from './bypass.ts'
import { argument, publicFunctions, WORTH, written, writes } from './caller-named.ts'
import { called, callerVariables, plain } from './read-sql.ts'

/**
 * `security definer` functions by which somebody gives themselves what they name: `upgrade(p_plan)` writes the plan of
 * one's own row, `top_up(n)` the credits, and no table's policy would let them.
 */

/** A condition without the subqueries in it, of which `(select auth.uid())` is none. */
const withoutSubqueries = (text: string): string =>
  text
    .replace(/\(\s*select\s+(auth\.uid\s*\(\s*\))[^()]*\)/gi, '$1')
    .replace(/\(\s*select\b[^()]*(?:\([^()]*\)[^()]*)*\)/gi, '()')

/** Whether a statement is about a row of the caller's own: found by their id, or inserted with it. */
function isOwnRow({ table, text }: { table: Table; text: string }, callers: string, catalogue: Catalogue): boolean {
  const users = userColumns(table, catalogue).join('|')
  if (users === '') return false
  const values = written(text)
  if (/^insert\b/i.test(text))
    return values.some(
      ([column, value]) => new RegExp(`^(?:${users})$`, 'i').test(column) && new RegExp(callers, 'i').test(value),
    )
  const where = withoutSubqueries(/\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? '')
  return new RegExp(`\\b(?:${users})"?\\s*=\\s*\\(*\\s*(?:select\\s+)?(?:${callers})`, 'i').test(where)
}

/** Somebody who may change that column in their own row anyway gets nothing by the function. */
function isEditable(table: Table, column: string): boolean {
  const roles = ['authenticated', 'PUBLIC']
  const isGranted = roles.some(
    (role) => table.grants[role]?.includes('UPDATE') || table.columnGrants[role]?.includes(`UPDATE:${column}`),
  )
  return isGranted && (!table.rls || policiesFor(table, 'authenticated', 'update').length > 0)
}

/** Whether something decides about the value or the caller: a comparison of the argument, or a question about rows. */
function isHeld(
  body: string,
  write: string,
  places: readonly string[],
  callers: string,
  catalogue: Catalogue,
): boolean {
  const rest = body.replace(write, ' ')
  const where = /\bwhere\b[\s\S]*$/i.exec(write)?.[0] ?? ''
  const text = `${rest} ${where}`
  if (called(body, catalogue).length > 0) return true
  if (
    new RegExp(`\\bselect\\b[^;]*(?:${callers})[^;]*`, 'i').test(rest.replace(/\bselect\s+auth\.\w+\s*\(\s*\)/gi, ' '))
  )
    return true
  if (/\bauth\.(?:jwt|role)\s*\(/i.test(text)) return true
  return places.some((place) =>
    new RegExp(
      `(?:${place})\\s*(?:::\\w+\\s*)?(?:[=<>!]|\\b(?:not\\s+)?(?:in|between|like|any)\\b|\\bis\\s+(?:not\\s+)?distinct\\b)|(?<!:)[=<>]\\s*(?:any\\s*\\(\\s*)?(?:${place})|\\bcase\\s+(?:${place})`,
      'i',
    ).test(text),
  )
}

function namedWorth(one: DatabaseFunction, catalogue: Catalogue): string[] {
  const body = plain(one.body)
  const callers = ['auth\\.uid\\s*\\(', ...callerVariables(body).map((name) => `${name}\\b`)].join('|')
  return writes(body, catalogue).flatMap((write) => {
    if (!isOwnRow(write, callers, catalogue)) return []
    return written(write.text).flatMap(([column, value]) => {
      const places = one.arguments
        .map((_, at) => argument(one, at))
        .filter((place) => new RegExp(place, 'i').test(value))
      // Who gives away as much is no richer for it; the table's check or the function holds what is left.
      const isSpent = places.some((place) => new RegExp(`-\\s*(?:abs\\s*)?\\(*\\s*(?:${place})`, 'i').test(body))
      if (!WORTH.test(column) || places.length === 0 || isSpent || isEditable(write.table, column)) return []
      return isHeld(body, write.text, places, callers, catalogue) ? [] : [`${write.table.name}.${column}`]
    })
  })
}

/** Functions that write a right or an amount of the caller's own choice into the caller's own row. */
export function findOwnWorth(catalogue: Catalogue, spec: DevoraJson, take: Take): void {
  const open = publicFunctions(spec)
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.returnsTrigger || one.schema !== 'public' || one.executableBy.length === 0) continue
    if (one.arguments.length === 0 || open.has(one.name)) continue
    const columns = [...new Set(namedWorth(one, catalogue))]
    if (columns.length === 0) continue
    take({
      rule: 'definer-trusts-caller',
      place: ['function', `${one.schema}.${one.name}`],
      message: `Any signed-in user calls ${one.name} with the value they like, and it writes ${columns.join(', ')} of their own row with its owner's rights without asking whether they may.`,
      hint: 'Write a fixed value after what pays for it was looked up, or let only the service role call it: `revoke execute … from public, anon, authenticated`.',
    })
  }
}
