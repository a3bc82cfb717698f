import type { Operation, Role } from '../../../spec/contract.ts'
import { finding } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import type { SourceIndex, SourcePlace } from '../../sql/source-index.ts'
import { shortName, type Catalogue, type Policy, type Table } from '../catalogue.ts'
import { policiesFor, readWhereOf } from '../matrix/expectation.ts'
import { loginOf } from '../cells/cells.ts'
import type { CellVerdict } from '../cells/run-cells.ts'

/**
 * From cells that came out otherwise than the matrix says to findings: one per cause, at the line that has to change.
 */

const SUBJECT: Record<Role, string> = {
  anon: 'anon',
  owner: 'owner',
  other: 'stranger',
  member: 'member',
  admin: 'admin',
  former: 'former-member',
  service: 'service-role',
}
const PEOPLE: Record<Role, string> = {
  anon: 'Anybody without a session',
  owner: 'The owner',
  other: 'Any other signed-in user',
  member: 'A member of the team',
  admin: 'An admin',
  former: 'A former member',
  service: 'The service role',
}
const DOES: Record<Operation, string> = {
  read: 'read rows',
  insert: 'insert a row',
  insert_forged: 'insert a row in the name of somebody else',
  update: 'change a row',
  move: 'give a row to another owner',
  delete: 'delete a row',
}
const COMMAND: Record<Operation, string> = {
  read: 'select',
  insert: 'insert',
  insert_forged: 'insert',
  update: 'update',
  move: 'update',
  delete: 'delete',
}
/** The most public role names the finding. */
const ORDER: readonly Role[] = ['anon', 'other', 'former', 'member', 'owner', 'admin', 'service']

export const isTrue = (expression: string | null): boolean =>
  expression !== null && /^\(*true\)*$/i.test(expression.trim())

const effective = (policy: Policy, operation: Operation): string | null =>
  operation === 'read' || operation === 'update' || operation === 'delete'
    ? policy.using
    : (policy.check ?? policy.using)

/**
 * The policy most likely to blame for letting somebody in: one that is always true, then one that does not ask who is
 * there.
 */
export function blamed(table: Table, role: Role, operation: Operation): Policy | undefined {
  const login = loginOf(role)
  if (login === 'service_role') return undefined
  const policies = policiesFor(table, login, operation)
  const asks = (policy: Policy): boolean =>
    /auth\.(uid|jwt|role|email)\(|current_setting/.test(effective(policy, operation) ?? '')
  return (
    policies.find((policy) => isTrue(effective(policy, operation))) ??
    policies.find((policy) => !asks(policy)) ??
    policies[0]
  )
}

const rulesOf = (role: Role, operation: Operation): string =>
  operation === 'insert_forged'
    ? 'forged-owner-accepted'
    : operation === 'move'
      ? 'row-can-be-moved'
      : `${SUBJECT[role]}-can-${operation}`

/** The table whose policy Postgres says it recursed in, and the policy of it that asks itself or any other table. */
function recursing({ cell, detail }: CellVerdict, catalogue: Catalogue): { id: string; policy: Policy | undefined } {
  const named = /relation "([^"]+)"/.exec(detail ?? '')?.[1]
  const table = [cell.scope.table, ...catalogue.tables.values()].find((one) => one.name === named) ?? cell.scope.table
  const asks = (policy: Policy, what: RegExp): boolean => what.test(`${policy.using ?? ''} ${policy.check ?? ''}`)
  const itself = new RegExp(`\\bfrom \\(*(?:\\w+\\.)?"?${table.name}\\b`, 'i')
  return {
    id: table.id,
    policy: table.policies.find((one) => asks(one, itself)) ?? table.policies.find((one) => asks(one, /\bfrom\b/i)),
  }
}

type Group = {
  rule: string
  at: SourcePlace
  message: string
  hint: string
  severity?: Finding['severity']
  verdicts: CellVerdict[]
}

const tableName = ({ cell }: CellVerdict): string => shortName(cell.scope.table.id)
const listOf = (verdicts: readonly CellVerdict[]): string =>
  verdicts.map(({ cell }) => `${cell.role} ${cell.operation}`).join(', ')
const proof = ({ statement, detail }: CellVerdict): string => ` Tried: ${statement}${detail ? ` (${detail})` : ''}`

/** What the sentences about one cell speak of. */
type Told = {
  verdict: CellVerdict
  name: string
  isView: boolean
  /** Where the table or view was made. */
  made: SourcePlace
  /** Where the policy to blame was made, else the table. */
  at: SourcePlace
}
/** Cells of one key are one finding. */
type Keyed = [key: string, group: Omit<Group, 'verdicts'>]

const notTried = ({ verdict, name, made }: Told): Keyed => {
  const { id } = verdict.cell.scope.table
  return verdict.cause === 'shortage'
    ? [
        `${id} shortage`,
        {
          rule: 'access-not-tried',
          at: made,
          message: `${name}: the time or memory for trying the matrix was over`,
          hint: 'The machine may have been busy: check again. A trigger or function that waits or counts for seconds does it too.',
          severity: 'warning',
        },
      ]
    : [
        `${id} untested`,
        {
          rule: 'access-untested',
          at: made,
          message: `${name}: the matrix could not be tried`,
          hint: 'Give valid rows in `fixtures` or `seed` of devora.json, or `row` to pick one.',
        },
      ]
}

function failed(told: Told, catalogue: Catalogue, sources: SourceIndex): Keyed {
  const { verdict, name, at } = told
  const { role, operation, scope } = verdict.cell
  if (verdict.cause === 'hidden-rows')
    return [
      `${scope.table.id} hidden ${at.line}`,
      {
        rule: 'hidden-rows-readable',
        at,
        message: `${PEOPLE[role]} can read rows of ${name} that should be hidden: ${verdict.detail}.`,
        hint: `Put the condition "${readWhereOf(scope.rule, role)}" into the select policy.`,
      },
    ]
  if (verdict.cause === 'recursion') {
    const circle = recursing(verdict, catalogue)
    return [
      `${circle.id} recursion`,
      {
        rule: 'policy-recursion',
        at: sources.find('policy', `${circle.id} ${circle.policy?.name}`) ?? at,
        message: `A policy of ${shortName(circle.id)} asks a table whose policies ask back: Postgres refuses every request (${verdict.detail}).`,
        hint: 'Ask through a `security definer` function with a fixed `search_path`.',
      },
    ]
  }
  return [
    `${scope.table.id} error ${operation} ${verdict.detail}`,
    {
      rule: verdict.cause === 'missing-rows' ? 'own-rows-missing' : 'policy-error',
      at,
      message: `${PEOPLE[role]} cannot ${DOES[operation]} in ${name}: the request fails.`,
      hint: 'Mend the policy, trigger or function that the request runs into.',
    },
  ]
}

function allowed({ verdict, name, isView, made, at }: Told): Keyed {
  const { role, operation, scope } = verdict.cell
  const { table } = scope
  if (!table.rls && role !== 'service' && !isView)
    return [
      `${table.id} rls`,
      {
        rule: 'rls-missing',
        at: made,
        message: `${name} has no row-level security: whoever is granted the table reaches every row.`,
        hint: `alter table ${table.id} enable row level security, and write policies for what the matrix allows.`,
      },
    ]
  const narrow = isView
    ? 'Create it `with (security_invoker = true)`, compare with (select auth.uid()) in it, or revoke the grant.'
    : `Narrow the ${COMMAND[operation]} policy.`
  return [
    `${table.id} ${COMMAND[operation]} ${operation} ${at.line}`,
    {
      rule: rulesOf(role, operation),
      at,
      message: `${PEOPLE[role]} can ${DOES[operation]} in ${name}; the access matrix denies it.`,
      hint:
        operation === 'move' || operation === 'insert_forged'
          ? 'Let `with check` compare the owner with (select auth.uid()).'
          : narrow,
    },
  ]
}

function denied({ verdict, name, made, at }: Told): Keyed {
  const { role, operation, scope } = verdict.cell
  const { id } = scope.table
  if (verdict.cause === 'grant')
    return [
      `${id} grant`,
      {
        rule: 'missing-grant',
        at: made,
        message: `The matrix allows it, but the role has no grant for it on ${name}, or on what its policies read`,
        hint: `Since October 2026 new tables get no grants by themselves: grant ${COMMAND[operation]} on ${id} to ${loginOf(role)}.`,
      },
    ]
  // Another user's insert is allowed because it makes an owner: it is the owner's cell that says so.
  const named = role === 'other' && scope.rule.allow.other?.includes(operation) !== true ? 'owner' : role
  return [
    `${id} ${named} ${operation}`,
    {
      rule: `${SUBJECT[named]}-cannot-${operation.replace('insert_forged', 'insert-for-others')}`,
      at,
      message: `${PEOPLE[named]} cannot ${DOES[operation]} in ${name}; the access matrix allows it.`,
      hint: `Write a ${COMMAND[operation]} policy for it, or take the cell out of the matrix.`,
    },
  ]
}

function toldOf(verdict: CellVerdict, catalogue: Catalogue, sources: SourceIndex): Told {
  const { table } = verdict.cell.scope
  const isView = catalogue.views.some(({ id }) => id === table.id)
  const made = sources.find(isView ? 'view' : 'table', table.id) ?? sources.start
  const policy = blamed(table, verdict.cell.role, verdict.cell.operation)
  const at = (policy && sources.find('policy', `${table.id} ${policy.name}`)) ?? made
  return { verdict, name: tableName(verdict), isView, made, at }
}

function keyed(told: Told, catalogue: Catalogue, sources: SourceIndex): Keyed {
  const { cause, actual } = told.verdict
  if (cause === 'shortage' || actual === 'untested') return notTried(told)
  if (actual === 'error') return failed(told, catalogue, sources)
  return actual === 'allow' ? allowed(told) : denied(told)
}

/** Findings of the executed cells, in the order of the tables. */
export function mismatches(verdicts: readonly CellVerdict[], catalogue: Catalogue, sources: SourceIndex): Finding[] {
  const groups = new Map<string, Group>()
  const ordered = [...verdicts].sort((a, b) => ORDER.indexOf(a.cell.role) - ORDER.indexOf(b.cell.role))
  for (const verdict of ordered) {
    if (verdict.actual === verdict.cell.expected) continue
    const [key, group] = keyed(toldOf(verdict, catalogue, sources), catalogue, sources)
    const known = groups.get(key)
    if (known) known.verdicts.push(verdict)
    else groups.set(key, { ...group, verdicts: [verdict] })
  }
  return [...groups.values()].map(({ rule, at, message, hint, severity, verdicts: cells }) => {
    const first = cells[0] as CellVerdict
    const which = cells.length > 1 || /[^.]$/.test(message) ? ` Cells: ${listOf(cells)}.` : ''
    return finding({
      check: 'access',
      rule,
      ...at,
      message: `${message}${/[.]$/.test(message) ? '' : '.'}${which}${proof(first)}`,
      hint,
      ...(severity && { severity }),
    })
  })
}
