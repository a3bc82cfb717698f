import type { DevoraJson } from '../../spec/contract.ts'
import { userColumns, type Catalogue, type DatabaseFunction, type Table } from '../access/catalogue.ts'
import type { Take } from './bypass.ts'
import { argument, asksForSecret, publicFunctions } from './caller-named.ts'
import { called, comparesCaller, plain, withCalled } from './read-sql.ts'

/**
 * `security definer` functions that answer one value about a person whom the caller names: `email_of(p_user)` reads
 * past the policies, for everybody. Those that policies ask (`role_of(auth.uid())`) and those that say yes or no are
 * helpers of the policies, and left alone.
 */

/** What nobody tells strangers about a person, in English and Spanish; other columns may be meant to be seen. */
const PRIVATE =
  /(?:^|_)(?:e?mail|correo|phone|mobile|telefono|celular|address|street|direccion|zip|birth\w*|dob|nacimiento|ssn|tax|cedula|dni|passport|iban|card|salary|wage|income|sueldo|salario|credits?|balance|saldo|amount|wallet|coins?|points|password|secret|token|pin|notes?|diagnosis|medical|health|religion|location|lat|lng|ip)(?:_|$)/i

const ASKS = /\bauth\.(?:uid|jwt|email)\s*\(|request\.jwt|\bsession_user\b/i

/** Whether others may read that row anyway: a policy for all of them, or none needed. */
function isShown(table: Table, column: string, catalogue: Catalogue): boolean {
  const roles = ['authenticated', 'anon', 'PUBLIC']
  const isGranted = roles.some(
    (role) => table.grants[role]?.includes('SELECT') || table.columnGrants[role]?.includes(`SELECT:${column}`),
  )
  if (!isGranted) return false
  if (!table.rls) return true
  return table.policies.some(
    ({ command, isPermissive, roles: of, using }) =>
      isPermissive &&
      (command === 'select' || command === 'all') &&
      of.some((role) => ['authenticated', 'anon', 'public'].includes(role)) &&
      !withCalled(using ?? '', catalogue).some((text) => ASKS.test(text)),
  )
}

/** What a `select` of a body answers, and where from: its list, its table, its condition. */
function* selects(body: string, catalogue: Catalogue): Generator<{ list: string; table: Table; where: string }> {
  for (const statement of body.split(';')) {
    const found = /\bselect\b((?:(?!\bselect\b)[\s\S])*?)\bfrom\s+(?:only\s+)?((?:"?\w+"?\.)?"?\w+"?)([\s\S]*)$/i.exec(
      statement,
    )
    const name = found?.[2]?.replaceAll('"', '').toLowerCase() ?? ''
    const table = catalogue.tables.get(name.includes('.') ? name : `public.${name}`)
    if (table !== undefined)
      yield { list: found?.[1] ?? '', table, where: /\bwhere\b([\s\S]*)$/i.exec(found![3]!)?.[1] ?? '' }
  }
}

/** Columns of a person that the function answers to whoever names them. */
function answered(one: DatabaseFunction, catalogue: Catalogue): { table: Table; column: string }[] {
  const places = one.arguments.map((_, at) => argument(one, at))
  return [...selects(plain(one.body), catalogue)].flatMap(({ list, table, where }) => {
    const users = userColumns(table, catalogue).join('|')
    const isNamed = places.some((place) =>
      new RegExp(`\\b(?:${users})"?\\s*=\\s*(?:${place})|(?:${place})\\s*=\\s*(?:\\w+\\.)?"?(?:${users})\\b`, 'i').test(
        where,
      ),
    )
    // Yes or no, and how many, are what helpers of policies say.
    if (users === '' || !isNamed || /[=<>]|\b(?:is|in|like|exists|count)\b/i.test(list)) return []
    return table.columns
      .filter(({ name, base }) => base !== 'bool' && new RegExp(`(?<![\\w'])"?${name}"?(?![\\w'])`).test(list))
      .filter(({ name }) => !isShown(table, name, catalogue) && !new RegExp(`^(?:${users})$`).test(name))
      .map(({ name }) => ({ table, column: name }))
  })
}

/** Functions that tell everybody one value about a person; for rows and records see `side-doors.ts`. */
export function findToldAbout(catalogue: Catalogue, spec: DevoraJson, take: Take): void {
  const open = publicFunctions(spec)
  const policies = [...catalogue.tables.values()].flatMap((table) => table.policies)
  const inPolicies = new Set(
    policies
      .flatMap(({ using, check }) => withCalled(`${using ?? ''} ${check ?? ''}`, catalogue))
      .flatMap((text) => called(text, catalogue).map(({ id }) => id)),
  )
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.returnsTrigger || one.returnsRows || one.schema !== 'public') continue
    if (one.executableBy.length === 0 || one.arguments.length === 0) continue
    if (open.has(one.name) || inPolicies.has(one.id) || comparesCaller(one.body, catalogue)) continue
    if (asksForSecret(one, plain(one.body))) continue
    const found = answered(one, catalogue)
    const worst = found.find(({ column }) => PRIVATE.test(column)) ?? found[0]
    if (worst === undefined) continue
    const who = one.executableBy.includes('anon') ? 'Anybody, without an account,' : 'Any signed-in user'
    take({
      rule: 'definer-tells-of-others',
      place: ['function', `${one.schema}.${one.name}`],
      severity: PRIVATE.test(worst.column) ? 'error' : 'warning',
      message: `${who} calls ${one.name} with somebody else's id and is told their ${worst.table.name}.${worst.column}, which the policies of that table keep from them.`,
      hint: 'Compare the argument with auth.uid() in it, or `revoke execute … from public, anon, authenticated`; one that is public on purpose stands in `functions` of devora.json with the reason.',
    })
  }
}
