import type { AccessRule, Entity, Operation } from '../contract'

/**
 * The nine patterns of docs/access-patterns.md: whose rows are and who sees them. Architect, models' answers and
 * studio make their rules here. Pure.
 */
export const ACCESS_PATTERNS = [
  'private',
  'public',
  'members',
  'collaborative',
  'published',
  'two-party',
  'child',
  'catalogue',
  'inbox',
] as const
export type AccessPattern = (typeof ACCESS_PATTERNS)[number]

const OWN: Operation[] = ['read', 'insert', 'update', 'delete']
const SERVICE: Operation[] = ['read', 'insert', 'insert_forged', 'update', 'move', 'delete']
const STAFF: Operation[] = ['read', 'update', 'delete']

/** Rows that nobody owns: everybody reads them and the staff writes, or everybody sends them and the staff reads. */
export function unownedRule(pattern: 'catalogue' | 'inbox', table: string): AccessRule {
  return pattern === 'catalogue'
    ? { table, owner: null, allow: { anon: ['read'], other: ['read'], owner: ['read'], admin: OWN, service: OWN } }
    : {
        table,
        owner: null,
        allow: { anon: ['insert'], other: ['insert'], owner: ['insert'], admin: ['read', 'delete'], service: OWN },
      }
}

/** Rows that belong to a row of another table, by `column`: who sees that one sees them, who owns it writes them. */
export function childRule(table: string, column: string, parent: AccessRule): AccessRule {
  const allow: AccessRule['allow'] = { owner: OWN, service: OWN }
  for (const role of ['anon', 'other'] as const) if (parent.allow[role]?.includes('read')) allow[role] = ['read']
  if (parent.allow.admin !== undefined) allow.admin = parent.allow.admin.filter((operation) => operation !== 'insert')
  return { table, via: { column, table: parent.table }, allow }
}

type OwnedPattern = Exclude<AccessPattern, 'child' | 'catalogue' | 'inbox'>

/**
 * Rows with an owner of their own.
 * @param condition SQL under which others see a row, for `published` and `two-party`; without one the first is open
 * and the second its owner's alone
 */
export function ownedRule(
  pattern: OwnedPattern,
  of: { table: string; owner: string; hasStaff: boolean; condition?: string | null },
): AccessRule {
  const condition = of.condition ?? null
  const allow: AccessRule['allow'] = { owner: OWN, service: SERVICE }
  if (pattern !== 'private' && (pattern !== 'two-party' || condition !== null))
    allow.other = pattern === 'collaborative' ? ['read', 'update'] : ['read']
  if (pattern === 'public' || pattern === 'published') allow.anon = ['read']
  if (of.hasStaff) allow.admin = STAFF
  return { table: of.table, owner: of.owner, allow, ...(condition !== null && { readWhere: condition }) }
}

/** Whether everybody who is signed in changes the rows, whoever has added them. */
export const isCollaborative = ({ allow }: AccessRule): boolean =>
  allow.other?.includes('read') === true && allow.other.includes('update')

/** Who administers an application is said by this claim of the token, where any rule speaks of admins. */
export const ADMIN_CLAIMS = { admin: { app_metadata: { role: 'admin' } } } as const

const PUBLISHED = /^(?:published|publicad[oa])$/

/** SQL condition under which others see a row of a published entity; null when it has no such field. */
export function publishedWhen(entity: Pick<Entity, 'fields'>): string | null {
  const flag = entity.fields.find(
    (field) => field.type === 'boolean' && /^(?:published|public|publicad[oa]|public[oa])$/.test(field.column),
  )
  if (flag !== undefined) return flag.column
  for (const field of entity.fields) {
    const value = field.type === 'enum' ? field.values?.find((one) => PUBLISHED.test(one)) : undefined
    if (value !== undefined) return `${field.column} = '${value}'`
  }
  return null
}
