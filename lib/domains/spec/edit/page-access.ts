import type { AccessRule, AppSpec, Operation, Page } from '../contract'

/** Who must be signed in for a page, as it follows from who may do what with its rows. Pure. */

export type Auth = NonNullable<Page['auth']>

const RANK: Record<Auth, number> = { public: 0, user: 1, admin: 2 }
export const stricter = (a: Auth, b: Auth): Auth => (RANK[a] >= RANK[b] ? a : b)

/** What a page does with rows. */
export const operationOf = (view: Page['view']): Operation =>
  view === 'new' || view === 'contact' ? 'insert' : view === 'edit' ? 'update' : 'read'

/** Who must be signed in to do it: nobody, anybody, or the staff. Without a rule nobody else gets in. */
export function authToDo(rule: AccessRule | undefined, operation: Operation): Auth {
  const may = (role: keyof AccessRule['allow']): boolean => rule?.allow[role]?.includes(operation) === true
  if (may('anon')) return 'public'
  return may('owner') || may('other') || may('member') ? 'user' : 'admin'
}

/** Who must be signed in for a page that shows rows of that rule in this view. */
export const authToSee = (rule: AccessRule | undefined, view: Page['view']): Auth => authToDo(rule, operationOf(view))

export const ruleOf = (spec: Pick<AppSpec, 'access'>, table: string): AccessRule | undefined =>
  spec.access.find((rule) => rule.table === table)
