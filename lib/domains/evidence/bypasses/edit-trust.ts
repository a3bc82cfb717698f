import { escapeIdentifier, escapeLiteral } from 'pg'
import { columnOf, primaryKey, quoteTable, shortName, type Catalogue, type Column } from '../access/catalogue.ts'
import { claimsSql } from '../access/cells/insert-row.ts'
import type { GuardedSession, ScratchDatabase } from '../scratch/database.ts'
import type { Take } from './bypass.ts'
import { readTrust, type Trust } from './trusted-columns.ts'

/**
 * A column that somebody may edit in their own row, or a row they may insert for themselves, and that policies believe.
 * Tried: as each user the column is changed to what the policies ask for, and then it is looked at what they let
 * through.
 */

/** Wall clock of one try, and of all together. */
const TRY_MS = 2_000
const TOTAL_MS = 6_000
const MAX_VALUES = 6
/** What people say about themselves, which policies may well ask for. */
const HARMLESS =
  /onboard|complete|locale|language|name|avatar|visib|public|notif|theme|time_?zone|consent|accepted|_at$/i

type Row = Record<string, unknown>
type User = { id: string; email: string; app: unknown }
type Scene = {
  catalogue: Catalogue
  /** Sees every row; changes none. */
  service: GuardedSession
  session: GuardedSession
  users: User[]
}

const claimsOf = ({ id, email, app }: User): Record<string, unknown> => ({
  sub: id,
  aud: 'authenticated',
  role: 'authenticated',
  email,
  app_metadata: app,
})

async function rowsOf({ service }: Scene, { table, user }: Trust, id: string, isTheirs: boolean): Promise<Row[]> {
  const condition = `${escapeIdentifier(user)}::text ${isTheirs ? '=' : '<>'} ${escapeLiteral(id)}`
  const { results, error } = await service.run(
    `rollback; select to_jsonb(t) from ${quoteTable(table)} t where ${condition} limit 5`,
    { ms: TRY_MS },
  )
  return error ? [] : (results[1]?.rows ?? []).map(([json]) => JSON.parse(json ?? '{}') as Row)
}

/** Whether a column points at something rather than says something. */
const isLink = ({ column, table }: Trust, { base }: Column): boolean =>
  base === 'uuid' || base.startsWith('int') || table.foreignKeys.some(({ columns }) => columns.includes(column))

/** What a link could point at: the rows of its table, and what the believing tables have in a column of that name. */
async function targetsOf({ catalogue, service }: Scene, { column, table, believers }: Trust): Promise<string[]> {
  const key = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column)
  const places = [
    ...(key ? [{ id: key.table, column: key.references[0] ?? '' }] : []),
    ...[...believers].map((id) => ({ id, column })),
  ]
  const found: string[] = []
  for (const place of places) {
    const target = catalogue.tables.get(place.id)
    if (!target || !columnOf(target, place.column)) continue
    const name = escapeIdentifier(place.column)
    const { results, error } = await service.run(
      `rollback; select distinct ${name}::text from ${quoteTable(target)} where ${name} is not null limit 5`,
      { ms: TRY_MS },
    )
    if (!error) found.push(...(results[1]?.rows ?? []).flatMap(([value]) => value ?? []))
  }
  return [...new Set(found)]
}

/** What to change a column to: a yes, what the policies compare it with, or what others have and could have. */
async function valuesFor(scene: Scene, trust: Trust, type: Column, others: readonly Row[]): Promise<string[]> {
  if (type.base === 'bool') return ['true']
  if (isLink(trust, type)) {
    const theirs = others.flatMap((row) => (row[trust.column] == null ? [] : [String(row[trust.column])]))
    return [...new Set([...theirs, ...(await targetsOf(scene, trust))])]
  }
  const { enumValues } = type
  const possible = enumValues.length > 0 ? trust.values.filter((value) => enumValues.includes(value)) : trust.values
  return possible.filter((value) => value !== '' && value.length < 60)
}

/** Rows that somebody reaches: sees, may change, may delete. A statement that is refused reaches none. */
async function reachOf(scene: Scene, trust: Trust, who: User, before: string): Promise<number[]> {
  const reach: number[] = []
  for (const id of trust.believers) {
    const table = scene.catalogue.tables.get(id)
    const key = table && (primaryKey(table)[0] ?? table.columns[0]?.name)
    if (!table || key === undefined) continue
    const name = quoteTable(table)
    const but = id === trust.table.id ? ` where ${escapeIdentifier(trust.user)}::text <> ${escapeLiteral(who.id)}` : ''
    const statements = [
      `select from ${name}${but}`,
      `update ${name} set ${escapeIdentifier(key)} = ${escapeIdentifier(key)}${but}`,
      `delete from ${name}${but}`,
    ]
    for (const statement of statements) {
      const script = `rollback; begin; ${claimsSql(claimsOf(who))}; ${before}${statement}; rollback`
      const { results, error } = await scene.session.run(script, { ms: TRY_MS })
      reach.push(error ? 0 : (results.at(-2)?.rowCount ?? 0))
    }
  }
  return reach
}

type Proof = { statement: string; rows: number }

/** Changes the column in the user's own row and asks what it has become, and what they reach then. */
async function tryUpdate(scene: Scene, trust: Trust, who: User, own: Row): Promise<Proof | null> {
  const { table, column, user } = trust
  const type = columnOf(table, column)
  if (type === undefined) return null
  const others = await rowsOf(scene, trust, who.id, false)
  const held = String(own[column] ?? '')
  const isWithout = !trust.values.includes(held) && held !== 'true'
  const mine = `where ${escapeIdentifier(user)} = ${escapeLiteral(who.id)}`
  const before = await reachOf(scene, trust, who, '')
  const values = (await valuesFor(scene, trust, type, others)).filter((one) => one !== held)
  for (const value of values.slice(0, MAX_VALUES)) {
    const statement = `update ${quoteTable(table)} set ${escapeIdentifier(column)} = ${escapeLiteral(value)} ${mine}`
    const look = `select ${escapeIdentifier(column)}::text from ${quoteTable(table)} ${mine}`
    const { results, error } = await scene.session.run(
      `rollback; begin; ${claimsSql(claimsOf(who))}; ${statement}; ${look}; rollback`,
      { ms: TRY_MS },
    )
    if (error || (results[3]?.rowCount ?? 0) === 0) continue
    const took = results[4]?.rows[0]?.[0] === value
    const after = await reachOf(scene, trust, who, `${statement}; `)
    const rows = Math.max(0, ...after.map((one, at) => one - (before[at] ?? 0)))
    if (rows > 0 || (took && isWithout && !isLink(trust, type))) return { statement, rows }
  }
  return null
}

/** Inserts a row for the user as somebody else has one, and asks what they reach then. */
async function tryInsert(scene: Scene, trust: Trust, who: User): Promise<Proof | null> {
  const { table, column, user } = trust
  const type = columnOf(table, column)
  const [model] = await rowsOf(scene, trust, who.id, false)
  if (type === undefined || model === undefined) return null
  const key = primaryKey(table)
  const isFree = (name: string): boolean => key.length === 1 && key[0] === name && name !== user
  const names = table.columns
    .filter((one) => !one.isGenerated && !one.isIdentityAlways && !isFree(one.name) && model[one.name] !== null)
    .map(({ name }) => name)
  if (key.length === 1 && key[0] !== user && columnOf(table, key[0] as string)?.defaultExpression == null) return null
  const before = await reachOf(scene, trust, who, '')
  const values = isLink(trust, type)
    ? [model[column]]
    : (await valuesFor(scene, trust, type, [model])).slice(0, MAX_VALUES)
  for (const value of values) {
    const row = { ...model, [user]: who.id, [column]: value }
    const list = [...new Set([...names, column])].map(escapeIdentifier).join(', ')
    const statement = `insert into ${quoteTable(table)} (${list}) select ${list} from pg_catalog.jsonb_populate_record(null::${quoteTable(table)}, ${escapeLiteral(JSON.stringify(row))})`
    const { error } = await scene.session.run(`rollback; begin; ${claimsSql(claimsOf(who))}; ${statement}; rollback`, {
      ms: TRY_MS,
    })
    if (error) continue
    const after = await reachOf(scene, trust, who, `${statement}; `)
    const rows = Math.max(0, ...after.map((one, at) => one - (before[at] ?? 0)))
    if (rows > 0) return { statement, rows }
  }
  return null
}

async function tryTrust(scene: Scene, trust: Trust, until: number): Promise<(Proof & { isInsert: boolean }) | null> {
  for (const who of scene.users) {
    if (performance.now() > until) return null
    const [own] = await rowsOf(scene, trust, who.id, true)
    const proof = own === undefined ? await tryInsert(scene, trust, who) : await tryUpdate(scene, trust, who, own)
    if (proof) return { ...proof, isInsert: own === undefined }
  }
  return null
}

/** Users of the scratch database that are no administrators. */
async function usersOf(database: ScratchDatabase): Promise<User[]> {
  const session = await database.openAs('supabase_auth_admin')
  try {
    const { results } = await session.run('select id, email, raw_app_meta_data from auth.users order by id desc')
    return (results[0]?.rows ?? []).flatMap(([id, email, app]) =>
      id == null || email == null || email.startsWith('admin@')
        ? []
        : [{ id, email, app: JSON.parse(app ?? '{}') as unknown }],
    )
  } finally {
    await session.close()
  }
}

function say({ table, column, believers }: Trust, proof: Proof & { isInsert: boolean }, take: Take): void {
  const name = shortName(table.id)
  const seen = proof.rows > 0 ? `, and reaches ${proof.rows} more row${proof.rows === 1 ? '' : 's'}` : ''
  const asks = [...believers].map(shortName).join(', ')
  take({
    rule: proof.isInsert ? 'membership-for-oneself' : 'trusted-column-editable',
    place: ['table', table.id],
    message: proof.isInsert
      ? `Any signed-in user inserts a row of their own into ${name}, whose "${column}" the policies of ${asks} believe${seen}. Tried: ${proof.statement}`
      : `Any user changes "${column}" in their own row of ${name}, which the policies of ${asks} believe${seen}. Tried: ${proof.statement}`,
    hint: proof.isInsert
      ? `Let only those insert into ${name} who may invite: hold "${column}" to something in \`with check\`, or insert through a function that asks.`
      : `revoke update on ${table.id} from authenticated and grant it on the columns that people may change, or keep "${column}" in a table that they cannot write.`,
  })
}

/** Finds and tries them; nothing is said that was not seen to be let through. */
export async function findEditableTrust(database: ScratchDatabase, catalogue: Catalogue, take: Take): Promise<void> {
  const trusts = (await readTrust(catalogue)).filter(
    ({ table, column }) => table.rls && table.schema === 'public' && !HARMLESS.test(column),
  )
  if (trusts.length === 0) return
  const until = performance.now() + TOTAL_MS
  const users = await usersOf(database)
  const service = await database.openAs('service_role')
  const session = await database.openAs('authenticated')
  try {
    const told = new Set<string>()
    for (const trust of trusts) {
      if (told.has(trust.table.id)) continue
      const proof = await tryTrust({ catalogue, service, session, users }, trust, until)
      if (proof === null) continue
      told.add(trust.table.id)
      say(trust, proof, take)
    }
  } finally {
    await service.close()
    await session.close()
  }
}
