import type { AccessRule, AppSpec, Operation } from '../../../spec/contract'
import { ADMIN_CLAIMS } from '../../../spec/edit/access-patterns'
import { bare, entityCalled } from './find-entity'
import { plain } from '../../../spec/inflect'

/** "Only admins can delete books": an operation moves from the owner of a row to whoever carries the admin claim. */

const ONLY_ADMINS =
  /^(?:only|just|solo|solamente|unicamente) (?:the |los |las |el |la |an? |un )?(?:admin\w*) (?:can|may|should|are able to|be able to|puede[n]?|podran|deben) (.+)$/
const OPERATIONS: Array<[RegExp, Operation]> = [
  [/\b(?:delete|remove|borr\w+|elimin\w+|quitar)\b/, 'delete'],
  [/\b(?:edit|change|update|modify|edit\w+|cambi\w+|modific\w+|actualiz\w+)\b/, 'update'],
]

/** @returns whether the clause was such a restriction */
export function restrictIn(spec: AppSpec, clause: string): boolean {
  const wish = ONLY_ADMINS.exec(plain(clause.trim()))?.[1]
  if (wish === undefined) return false
  const operations = OPERATIONS.flatMap(([pattern, operation]) => (pattern.test(wish) ? [operation] : []))
  const words = wish.replace(/^(?:(?:\w+(?:,| and| or| y| o)+ )*)\w+\s*/, '')
  const entity = entityCalled(spec, bare(words))
  const isAll = /^(?:|anything|everything|things|data|rows|records|todo|cosas|datos|registros)$/.test(words)
  if (operations.length === 0 || (entity === undefined && !isAll)) return false
  for (const rule of spec.access)
    if (entity === undefined ? rule.table !== 'profiles' : rule.table === entity.table) restrict(spec, rule, operations)
  return true
}

function restrict(spec: AppSpec, rule: AccessRule, operations: readonly Operation[]): void {
  const own = rule.allow.owner ?? []
  // What nobody may do to begin with, as to the messages of a contact form, is no more restricted than it was.
  const moved = operations.filter((operation) => own.includes(operation))
  if (moved.length === 0 || rule.team !== undefined) return
  rule.allow.owner = own.filter((operation) => !moved.includes(operation))
  rule.allow.admin = [...new Set([...(rule.allow.admin ?? ['read' as const]), ...moved])]
  spec.claims ??= structuredClone(ADMIN_CLAIMS)
  if (!moved.includes('update')) return
  const name = spec.entities.find((each) => each.table === rule.table)!.name
  for (const page of spec.pages) if (page.entity === name && page.view === 'edit') page.auth = 'admin'
}
