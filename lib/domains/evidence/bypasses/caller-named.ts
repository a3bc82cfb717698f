import type { DevoraJson } from '../../spec/contract.ts'
import { userColumns, type Catalogue, type DatabaseFunction, type Table } from '../access/catalogue.ts'
import type { Take } from './bypass.ts'
import { comparesCaller, listed, plain } from './read-sql.ts'

/** Columns that say what somebody may do or is owed: nobody sets them for whom they like. */
export const WORTH =
  /(?:^|_)(?:credits?|balance|points|amount|coins?|tokens?_left|wallet|quota|plan|tier|subscription|role|roles|permissions?|is_?admin|is_?staff|admin|verified|approved)(?:$|_)/i
/** Only whoever was given it knows it. */
const UNGUESSABLE = /token|secret|nonce|hash|invite_code|access_code|api_key/i

const escaped = (name: string): string => name.replace(/\W/g, '.')
/** How an argument appears in a body: by its name, qualified with the function's, or by its place. */
export const argument = (one: DatabaseFunction, at: number): string => {
  const name = one.arguments[at] ?? ''
  const place = `\\$${at + 1}\\b`
  return name === '' ? place : `(?:(?:${escaped(one.name)}\\.)?"?${escaped(name)}"?\\b(?!\\s*\\.)|${place})`
}

/** The written table of each statement of a body, with the statement. */
export function writes(body: string, catalogue: Catalogue): { table: Table; text: string }[] {
  return body.split(';').flatMap((text) => {
    const found = /\b(?:update\s+(?:only\s+)?|insert\s+into\s+|delete\s+from\s+)((?:"?\w+"?\.)?"?\w+"?)/i.exec(text)
    const name = found?.[1]?.replaceAll('"', '').toLowerCase()
    if (found === null || name === undefined) return []
    const table = catalogue.tables.get(name.includes('.') ? name : `public.${name}`)
    return table === undefined ? [] : [{ table, text: text.slice(found.index) }]
  })
}

/** Columns that a statement writes and what goes into them, as far as plain `set`, `values` or `select` lists say. */
export function written(text: string): (readonly [column: string, value: string])[] {
  const found = /insert\s+into\s+[\w".]+\s*\(([^)]*)\)\s*(?:values\s*\(|select\s+)([\s\S]*)/i.exec(text)
  const columns = (found?.[1] ?? '').split(',').map((one) => one.trim().replaceAll('"', ''))
  const values = listed(found?.[2] ?? '')
  const set = /\bset\b([\s\S]*?)(?:\bwhere\b|\breturning\b|$)/i.exec(text)?.[1] ?? ''
  return [
    ...[...set.matchAll(/"?(\w+)"?\s*=\s*([^,]*(?:\([^)]*\)[^,]*)*)/g)].map(
      ([, column = '', value = '']) => [column, value] as const,
    ),
    ...(found === null ? [] : columns.map((column, at) => [column, values[at] ?? ''] as const)),
  ]
}

/** What of a statement the caller names: the person it is about, or what they get. */
function named(one: DatabaseFunction, { table, text }: { table: Table; text: string }, catalogue: Catalogue): string[] {
  const people = new Set(userColumns(table, catalogue))
  const places = one.arguments.map((_, at) => argument(one, at))
  const holds = (value: string): boolean => places.some((place) => new RegExp(place, 'i').test(value))
  const where = /\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? ''
  const compared = (column: string, place: string): boolean =>
    new RegExp(
      `"?\\b${escaped(column)}"?\\s*=\\s*${place}|${place}\\s*=\\s*(?:\\w+\\.)?"?${escaped(column)}\\b`,
      'i',
    ).test(where)
  if (table.columns.some(({ name }) => UNGUESSABLE.test(name) && places.some((place) => compared(name, place))))
    return []
  const person = [...people].filter((column) => places.some((place) => compared(column, place)))
  const values = written(text)
  const worth = values.filter(([column, value]) => WORTH.test(column) && holds(value)).map(([column]) => column)
  const given = values.filter(([column, value]) => people.has(column) && holds(value)).map(([column]) => column)
  return [...new Set([...person, ...given, ...worth])]
}

/** What of it asks for a secret that the caller must know, in a statement before the write. */
export const asksForSecret = (one: DatabaseFunction, body: string): boolean =>
  one.arguments.some((_, at) =>
    new RegExp(
      `\\b\\w*(?:${UNGUESSABLE.source})\\w*"?\\s*(?:=|is not distinct from)\\s*\\(*${argument(one, at)}`,
      'i',
    ).test(body),
  )

/** Functions that a request may call without a word about who may: said in `devora.json`, with the reason. */
export const publicFunctions = (spec: Pick<DevoraJson, 'functions'>): Set<string> =>
  new Set((spec.functions ?? []).filter((one) => one.public).map(({ name }) => name.replace(/^public\./, '')))

/**
 * `security definer` functions that do something for a person, or hand out an amount or a right, that the caller names,
 * and never hold it to who calls.
 */
export function findCallerNamed(catalogue: Catalogue, spec: DevoraJson, take: Take): void {
  const open = publicFunctions(spec)
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.returnsTrigger || one.schema !== 'public' || one.executableBy.length === 0) continue
    if (one.arguments.length === 0 || open.has(one.name) || comparesCaller(one.body, catalogue)) continue
    const body = plain(one.body)
    if (asksForSecret(one, body)) continue
    const found = writes(body, catalogue).flatMap((write) =>
      named(one, write, catalogue).map((column) => ({ table: write.table.name, column })),
    )
    const first = found[0]
    if (first === undefined) continue
    const who = one.executableBy.includes('anon') ? 'Anybody, without an account,' : 'Any signed-in user'
    const columns = [...new Set(found.map(({ table, column }) => `${table}.${column}`))].join(', ')
    take({
      rule: 'definer-trusts-caller',
      place: ['function', `${one.schema}.${one.name}`],
      message: `${who} calls ${one.name} with somebody else's id or any value they like, and it writes ${columns} with its owner's rights without asking who calls.`,
      hint: 'Compare with auth.uid() in it, or `revoke execute … from public, anon, authenticated`; one that is public on purpose stands in `functions` of devora.json with the reason.',
    })
  }
}
