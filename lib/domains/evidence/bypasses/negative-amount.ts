import type { DevoraJson } from '../../spec/contract.ts'
import type { Catalogue, DatabaseFunction, Table } from '../access/catalogue.ts'
import type { Take } from './bypass.ts'
import { argument, publicFunctions, WORTH, written, writes } from './caller-named.ts'
import { asksAbout, plain } from './read-sql.ts'

/**
 * `security definer` functions that take away an amount which the caller names: `transfer(p_to, p_amount)` with -100
 * takes a hundred from whoever is named, `pay(-100)` earns it, and that there is enough holds of a negative amount too.
 */

const NUMBERS = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money'])
/** A function that looks at what the caller is, and not at what they have, is for those who may do either. */
const ASKS_ROLE = /"?\b(?:\w+_)?(?:role|roles|is_?admin|is_?staff|permissions?)\b"?\s*(?:=|<>|!=|in\b|is\b|\))/i

/** Whether a body compares an argument with nothing or one, or has it from a list. */
const isSignHeld = (place: string, body: string): boolean =>
  new RegExp(
    [
      `(?:${place})(?:\\s*,\\s*\\d+\\s*\\))?(?:\\s*::\\s*\\w+)?\\s*[<>]=?\\s*'?[01]\\b`,
      `\\b[01]\\s*[<>]=?\\s*(?:coalesce\\s*\\(\\s*)?(?:${place})`,
      `(?:${place})\\s*(?:not\\s+)?(?:between\\b|in\\s*\\(|=\\s*any\\b)`,
      `\\b(?:abs|sign)\\s*\\(\\s*(?:${place})|\\bgreatest\\s*\\([^()]*(?:${place})|\\bcase\\s+(?:${place})`,
    ].join('|'),
    'i',
  ).test(body)

/** Whether the argument goes as it is into a column that takes nothing negative, so that the whole call is refused. */
const isHeldByCheck = (place: string, all: readonly { table: Table; text: string }[]): boolean =>
  all.some(({ table, text }) =>
    written(text).some(
      ([column, value]) =>
        new RegExp(`^\\(?(?:${place})\\)?\\s*\\)?$`, 'i').test(value) &&
        table.checks.some(
          ({ columns, expression }) => columns.includes(column) && />=?\s*\(?'?[01]\b/.test(expression),
        ),
    ),
  )

/** Columns from which a function takes an argument whose sign nothing holds. */
function takenFrom(one: DatabaseFunction, catalogue: Catalogue): string[] {
  const body = plain(one.body)
  if (ASKS_ROLE.test(body) || asksAbout(body, catalogue)) return []
  const all = writes(body, catalogue)
  const places = one.arguments.map((_, at) => argument(one, at))
  return all.flatMap(({ table, text }) =>
    written(text).flatMap(([column, value]) => {
      const base = table.columns.find(({ name }) => name === column)?.base
      if (!WORTH.test(column) || base === undefined || !NUMBERS.has(base)) return []
      const isLoose = places.some(
        (place) =>
          new RegExp(`-\\s*\\(?(?:${place})`, 'i').test(value) &&
          !isSignHeld(place, body) &&
          !isHeldByCheck(place, all),
      )
      return isLoose ? [`${table.name}.${column}`] : []
    }),
  )
}

/** Functions that anybody may call with a negative amount. */
export function findNegativeAmounts(catalogue: Catalogue, spec: DevoraJson, take: Take): void {
  const open = publicFunctions(spec)
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.returnsTrigger || one.schema !== 'public' || one.executableBy.length === 0) continue
    if (one.arguments.length === 0 || open.has(one.name)) continue
    const [column] = takenFrom(one, catalogue)
    if (column === undefined) continue
    take({
      rule: 'definer-takes-negative',
      place: ['function', `${one.schema}.${one.name}`],
      message: `Whoever calls ${one.name} with a negative amount is given what it should take: it subtracts the argument from ${column} and never asks whether it is more than zero.`,
      hint: 'Refuse what is not more than zero before anything is written: `if p_amount <= 0 then raise exception …`.',
    })
  }
}
