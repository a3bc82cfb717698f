import type { Catalogue, DatabaseFunction } from '../access/catalogue.ts'
import { shortName } from '../access/catalogue.ts'
import type { Take } from './bypass.ts'
import { comparesCaller, plain, withCalled } from './read-sql.ts'

/** What every client writes as it likes, taken for who somebody is: request headers, and the metadata of a user. */

/** `current_setting('request.headers', true)::json ->> 'x-user-id'`, and the older `request.header.x-user-id`. */
const HEADER =
  /current_setting\(\s*'request\.(?:headers'(?:::text)?\s*(?:,\s*\w+\s*)?\)[\s)]*(?:::\s*jsonb?[\s)]*)*(?:->>?\s*'|#>>?\s*'\{)([\w-]+)\}?'|header\.([\w-]+)')/gi
const COOKIE = /current_setting\(\s*'request\.cookies?\b/i
/** A header that holds a secret is compared with one, and says nothing that the sender may choose. */
const SECRET = /key|token|secret|signature|csrf|authorization/i
/** Words for who somebody is or what they may. */
const IDENTITY = /user|uid|sub\b|owner|account|tenant|org|team|company|workspace|role|admin|email|customer|member/i
/** What gives somebody rights, as a key of the metadata. */
const RIGHTS =
  /^(?:(?:user_|account_|app_)?roles?|(?:is_?)?(?:admin|staff|superuser|super_admin|moderator|owner|verified|approved)|permissions?|plan|tier|subscription|credits?|balance|access_level|(?:team|org|organi[sz]ation|tenant|company|workspace)(?:_?id)?)$/i

/** Names of the headers that a text takes identity from. */
function headersIn(texts: readonly string[], isPolicy: boolean): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(HEADER)].map(([, one, other]) => one ?? other ?? ''))
  const cookies = texts.some((text) => COOKIE.test(text)) ? ['cookie'] : []
  return [...new Set([...names, ...cookies])].filter(
    (name) => !SECRET.test(name) && (isPolicy || name === 'cookie' || IDENTITY.test(name)),
  )
}

/** Keys of the metadata that a text reads, also by way of a variable that holds it. */
function metadataKeys(text: string): string[] {
  const holders = [...text.matchAll(/\b(\w+)\s+jsonb?\s*:=\s*[^;]*user_meta_?data\b/gi)].map(([, name = '']) => name)
  const sources = ["user_meta_?data'?", ...holders.map((name) => `\\b${name}`)].join('|')
  const read = new RegExp(`(?:${sources})[\\s)]*(?:::\\s*jsonb?[\\s)]*)*(?:->>?\\s*'|#>>?\\s*'\\{)(\\w+)\\}?'`, 'gi')
  return [...text.matchAll(read)].map(([, key = '']) => key)
}

/** A right is only copied when the person's word for it is taken as it is, not held to a list without powers. */
const isHeldToList = (text: string, key: string): boolean => {
  const near = new RegExp(`->>?\\s*'${key}'[\\s)]*(?:::\\w+[\\s)]*)?(?:not\\s+)?(?:in\\s*\\(|=\\s*any)([^)]*)\\)`, 'i')
  const listed = near.exec(text)?.[1]
  return listed !== undefined && !/admin|owner|staff|super|moderator|root|manager/i.test(listed)
}

/** The parts of a condition that all have to hold; it alone where it has no such parts. */
function conjuncts(condition: string): string[] {
  let text = condition.trim()
  while (text.startsWith('(') && closing(text, 0) === text.length - 1) text = text.slice(1, -1).trim()
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') at = closing(text, at)
    else if (text[at] === "'") at = text.indexOf("'", at + 1) < 0 ? text.length : text.indexOf("'", at + 1)
    else if (/^or\b/i.test(text.slice(at, at + 3)) && /\W/.test(text[at - 1] ?? ' ')) return [text]
    else if (/^and\b/i.test(text.slice(at, at + 4)) && /\W/.test(text[at - 1] ?? ' ')) {
      parts.push(text.slice(from, at))
      from = at + 3
    }
  }
  return [...parts, text.slice(from)]
}

/** Where the bracket that opens at `at` closes; the end of the text where it does not. */
function closing(text: string, at: number): number {
  let depth = 0
  for (let place = at; place < text.length; place++) {
    if (text[place] === '(') depth++
    else if (text[place] === ')' && --depth === 0) return place
  }
  return text.length
}

/**
 * Headers that decide who somebody is. Where another part of the condition already holds the row to the caller, a
 * header leaves them fewer of their own rows, and lets nobody in.
 */
function headersOf(condition: string | null, catalogue: Catalogue): string[] {
  const parts = conjuncts(condition ?? '')
  const inPart = parts.map((part) => headersIn(withCalled(part, catalogue), true))
  const isHeldToCaller = parts.some(
    (part, at) =>
      inPart[at]?.length === 0 &&
      withCalled(part, catalogue).some((text) => /\bauth\.uid\s*\(/i.test(text)) &&
      !/<>|!=|\bnot\b/i.test(part) &&
      comparesCaller(part, catalogue),
  )
  return isHeldToCaller ? [] : inPart.flat()
}

function checkPolicyHeaders(catalogue: Catalogue, take: Take): void {
  for (const table of catalogue.tables.values())
    for (const policy of table.policies) {
      // A restrictive policy lets nobody in by itself.
      const headers = policy.isPermissive
        ? [...headersOf(policy.using, catalogue), ...headersOf(policy.check, catalogue)]
        : []
      if (headers.length === 0) continue
      take({
        rule: 'policy-trusts-header',
        place: ['policy', `${table.id} ${policy.name}`],
        message: `Whoever sends the header "${headers[0]}" with somebody else's value is that person for policy "${policy.name}" of ${shortName(table.id)}.`,
        hint: 'A client writes its headers itself: ask (select auth.uid()) or a claim in app_metadata.',
      })
    }
}

function checkFunction(one: DatabaseFunction, take: Take): void {
  const body = plain(one.body)
  const place = ['function', `${one.schema}.${one.name}`] as const
  const headers = one.isDefiner && !one.returnsTrigger ? headersIn([body], false) : []
  if (headers.length > 0 && one.executableBy.length > 0)
    take({
      rule: 'function-trusts-header',
      place,
      message: `Whoever sends the header "${headers[0]}" with somebody else's value is that person for function ${one.name}.`,
      hint: 'A client writes its headers itself: ask auth.uid() or a claim in app_metadata.',
    })
  const key = metadataKeys(body).find((name) => RIGHTS.test(name) && !isHeldToList(body, name))
  if (key === undefined) return
  if (one.returnsTrigger && /\braw_user_meta_data\b/i.test(body))
    take({
      rule: 'signup-copies-rights',
      place,
      message: `Whoever signs up with "${key}" in their user metadata gets it: trigger function ${one.name} copies it from raw_user_meta_data, which the person writes.`,
      hint: 'Let the trigger write a fixed value, and change it only where an administrator is asked; raw_app_meta_data is safe to copy.',
    })
  else if (one.isDefiner && one.executableBy.length > 0)
    take({
      rule: 'function-trusts-user-metadata',
      place,
      message: `Whoever writes "${key}" into their own user metadata has that right in function ${one.name}.`,
      hint: 'Keep rights in app_metadata or in a table that only an administrator writes.',
    })
}

/** Policies and functions that take a client's word for who it is. */
export function findTrustedClients(catalogue: Catalogue, take: Take): void {
  checkPolicyHeaders(catalogue, take)
  // What a policy asks is said of the policy.
  const policies = [...catalogue.tables.values()].flatMap((table) => table.policies)
  const asked = new Set(policies.flatMap(({ using, check }) => withCalled(`${using ?? ''} ${check ?? ''}`, catalogue)))
  for (const one of catalogue.functions) if (!asked.has(plain(one.body))) checkFunction(one, take)
}
