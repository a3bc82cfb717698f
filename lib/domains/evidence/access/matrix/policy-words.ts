import { columnOf, type Policy, type Table } from '../catalogue.ts'

/** What the policies of a table say themselves about whose its rows are, where nobody has declared it. */

const CALLER = String.raw`(?:auth\.uid\(\)|auth\.jwt\(\)\s*->>\s*'sub'(?:::text)?)`
/** `keeper = (select auth.uid())` and the other way round; a name with a table before it belongs to a subquery. */
const COMPARED = [
  new RegExp(String.raw`(?:^|[\s(])"?(\w+)"?\)?(?:::\w+)?\s*=\s*\(*\s*(?:select\s+)?\(*${CALLER}`, 'gi'),
  new RegExp(String.raw`${CALLER}\)*(?:::\w+)?(?:\s+as\s+"?\w+"?)?\)*(?:::\w+)?\s*=\s*\(*"?(\w+)"?(?![\w."]*\.)`, 'gi'),
]

const textOf = ({ using, check }: Policy): string => `${using ?? ''} ${check ?? ''}`

/** The columns that the policies of a table compare with the caller's own id, the most frequent first. */
export function comparedWithCaller(table: Table): string[] {
  const times = new Map<string, number>()
  for (const policy of table.policies)
    for (const pattern of COMPARED)
      for (const [, name = ''] of textOf(policy).matchAll(pattern))
        if (columnOf(table, name)) times.set(name, (times.get(name) ?? 0) + 1)
  return [...times].sort(([, a], [, b]) => b - a).map(([name]) => name)
}

/**
 * False where the policies decide by something else than that column: by a team, a role, a function. Then it notes who
 * made or changed a row (`created_by`), and nobody has said that this person may do anything.
 */
export function policiesAskFor(table: Table, column: string): boolean {
  const texts = table.policies.map(textOf)
  const named = new RegExp(`\\b${column.replace(/\W/g, '.')}\\b`)
  if (texts.some((text) => named.test(text))) return true
  return !texts.some((text) => /\bauth\.\w+\(|\bselect\b|\brequest\.jwt/i.test(text) || /\w+\.\w+\(/.test(text))
}

/** Words by which a policy says that its rows are for everybody, in the languages of our users. */
const FOR_EVERYBODY =
  /every(?:one|body)|any(?:one|body)|\ball users\b|\bpublic(?:ly|o|os|a|as)?\b|\bworld\b|\bvisitors?\b|\bguests?\b|\bviewable\b|\btod[oa]s\b|\bpúblic[oa]s?\b|\bcualquier/i

/**
 * The policy by which a table's own author says that reading is public: it is about reading alone, is true for every
 * row, and names its readers in words, or those without a session as a role.
 */
export const publicReading = (table: Table, login: 'anon' | 'authenticated'): Policy | undefined =>
  table.policies.find(
    ({ command, isPermissive, using, roles, name }) =>
      isPermissive &&
      command === 'select' &&
      /^\(*true\)*$/i.test((using ?? '').trim()) &&
      (roles.includes('public') || roles.includes(login)) &&
      (FOR_EVERYBODY.test(name) || roles.includes('anon')),
  )
