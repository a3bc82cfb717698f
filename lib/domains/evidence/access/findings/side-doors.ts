import type { Operation, Role } from '../../../spec/contract.ts'
import type { Finding } from '../../contract.ts'
import type { SourceIndex, SourcePlace } from '../../sql/source-index.ts'
import { primaryKey, shortName, type Catalogue, type DatabaseFunction, type Policy, type Table } from '../catalogue.ts'
import { expectedOf, isUnspecified, readWhereOf } from '../matrix/expectation.ts'
import type { Scopes } from '../matrix/scope.ts'

/** Takes one finding down, with the place in the migrations that it is about. */
export type Report = (
  rule: string,
  at: SourcePlace | null,
  message: string,
  hint: string,
  severity?: Finding['severity'],
) => void

/**
 * Ways past the policies that no statement on a table takes: functions that run with their owner's rights, and stored
 * files.
 */

const ASKS = /\bauth\.(?:uid|jwt|role|email)\s*\(|request\.jwt|\bsession_user\b/i
const plain = (sql: string): string => sql.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ')

/** The functions of the project that a text calls. */
const called = (text: string, catalogue: Catalogue): DatabaseFunction[] =>
  catalogue.functions.filter(({ name }) =>
    new RegExp(`(?:^|[^\\w"])"?${name.replace(/\W/g, '.')}"?\\s*\\(`, 'i').test(text),
  )

/** Whether a text, or a function that it calls (and so on), contains something. */
function reaches(text: string, what: RegExp, catalogue: Catalogue, seen = new Set<string>()): boolean {
  if (what.test(plain(text))) return true
  return called(plain(text), catalogue).some((one) => {
    if (seen.has(one.id)) return false
    seen.add(one.id)
    return reaches(one.body, what, catalogue, seen)
  })
}

/** A policy that decides by what every user can write about themselves, itself or in a function it asks. */
export const trustsUserMetadata = (text: string, catalogue: Catalogue): boolean =>
  reaches(text, /user_meta_?data/i, catalogue)

/** Tables of the project that follow one of these words in a body. */
function tablesAfter(words: string, body: string, catalogue: Catalogue): string[] {
  const named = [...body.matchAll(new RegExp(`\\b(?:${words})\\s+(?:only\\s+)?((?:"?\\w+"?\\.)?"?\\w+"?)`, 'gi'))].map(
    (match) => (match[1] as string).replaceAll('"', '').toLowerCase(),
  )
  return [...catalogue.tables.values()]
    .filter(
      ({ id, name, schema }) =>
        named.includes(id.toLowerCase()) || (schema === 'public' && named.includes(name.toLowerCase())),
    )
    .map(({ id }) => id)
}

/** `set n = n + 1` and nothing else: a counter that everybody may press, which is what such functions are for. */
const onlyCounts = (body: string): boolean =>
  !/\bdelete\s+from\b/i.test(body) &&
  [...body.matchAll(/\bset\s+("?\w+"?)\s*=\s*([^;]*?)(?:\bwhere\b|;|$)/gi)].every(
    ([, column = '', value = '']) =>
      new RegExp(`^(?:coalesce\\()?(?:\\w+\\.)?${column}\\b`, 'i').test(value.trim()) && !/,\s*"?\w+"?\s*=/.test(value),
  )

const MADE_BY_CHANCE = /gen_random_bytes|gen_random_uuid|uuid_generate_v4/
const NAMED_SECRET = /(^|_)(token|secret|nonce|hash|digest)(_|$)/

/** Columns that nobody can guess: random by default and no key, which others see, or named as a secret. */
function secretsOf(table: Table): string[] {
  const keys = primaryKey(table)
  return table.columns
    .filter(({ name, base, defaultExpression }) => {
      if (keys.includes(name) || !['text', 'varchar', 'uuid', 'bytea', 'bpchar'].includes(base)) return false
      return MADE_BY_CHANCE.test(defaultExpression ?? '') || NAMED_SECRET.test(name)
    })
    .map(({ name }) => name)
}

/**
 * Every statement on those tables asks for a row by a secret that the caller has to know: without it, it answers
 * nothing. An `or` may be a way around it.
 */
function needsSecret(one: DatabaseFunction, body: string, ids: readonly string[], catalogue: Catalogue): boolean {
  const tables = ids.flatMap((id) => catalogue.tables.get(id) ?? [])
  const secrets = tables.flatMap(secretsOf)
  const names = one.arguments.filter((name) => name !== '')
  if (names.length === 0 || secrets.length === 0) return false
  const column = `(?:\\w+\\.)?"?(?:${secrets.join('|')})"?`
  const argument = `(?:[\\w.]+\\s*\\(\\s*)*(?:"?${one.name}"?\\.)?"?(?:${names.join('|')})"?`
  const asks = new RegExp(`\\b${column}\\s*=\\s*${argument}|\\b${argument}\\s*=\\s*${column}\\b`, 'i')
  return body
    .split(';')
    .filter((statement) => tables.some(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(statement)))
    .every((statement) => asks.test(statement) && !/\bor\b/i.test(statement))
}

/** `security definer` functions that callers reach over the API and that never ask who calls. */
export function checkFunctions(catalogue: Catalogue, scopes: Scopes, sources: SourceIndex, report: Report): void {
  for (const one of catalogue.functions) {
    if (!one.isDefiner || one.returnsTrigger || one.schema !== 'public' || one.executableBy.length === 0) continue
    if (reaches(one.body, ASKS, catalogue)) continue
    const body = plain(one.body)
    const role: Role = one.executableBy.includes('anon') ? 'anon' : 'other'
    const refused = (ids: string[], operation: Operation): string[] =>
      ids.filter((id) => {
        const scope = scopes.byTable.get(id)
        return (
          scope !== undefined &&
          !isUnspecified(scope, role, operation) &&
          (expectedOf(scope, role, operation) !== 'allow' ||
            (operation === 'read' && !body.includes(readWhereOf(scope.rule, role)?.split(/\W/)[0] ?? '')))
        )
      })
    const read = one.returnsRows ? refused(tablesAfter('from|join', body, catalogue), 'read') : []
    const written = onlyCounts(body)
      ? []
      : [
          ...refused(tablesAfter('update', body, catalogue), 'update'),
          ...refused(tablesAfter('delete\\s+from', body, catalogue), 'delete'),
        ]
    const names = one.arguments.flatMap((name, at) => [`\\$${at + 1}`, ...(name === '' ? [] : [name])])
    const runsText = names.length > 0 && new RegExp(`\\bexecute\\s+"?(?:${names.join('|')})(?!\\w)`, 'i').test(body)
    const at = sources.find('function', `${one.schema}.${one.name}`)
    const who = role === 'anon' ? 'anybody' : 'any signed-in user'
    if (runsText)
      report(
        'definer-runs-any-sql',
        at,
        `Function ${one.name} runs whatever SQL ${who} hands it, with its owner's rights.`,
        'Remove it, or revoke execute from public, anon and authenticated.',
      )
    else if ((read.length > 0 || written.length > 0) && !needsSecret(one, body, [...read, ...written], catalogue))
      report(
        read.length > 0 ? 'definer-leaks-rows' : 'definer-writes-rows',
        at,
        `Function ${one.name} runs with its owner's rights, never asks who calls it, and lets ${who} ${read.length > 0 ? 'read' : 'change'} rows of ${[...new Set(read.length > 0 ? read : written)].map(shortName).join(', ')}.`,
        'Make it `security invoker`, compare with auth.uid(), or revoke execute from public, anon and authenticated.',
      )
  }
}

const IDENTITY = /auth\.(?:uid|jwt|email)\s*\(|request\.jwt/i

/** Policies on stored files that keep nobody apart. */
export function checkStorage(catalogue: Catalogue, sources: SourceIndex, report: Report): void {
  const objects = catalogue.tables.get('storage.objects')
  for (const policy of objects?.policies ?? []) {
    if (!policy.isPermissive || policy.roles.every((role) => !['public', 'anon', 'authenticated'].includes(role)))
      continue
    const judged = (expression: string | null, needsBucket: boolean): boolean =>
      expression !== null &&
      !reaches(expression, IDENTITY, catalogue) &&
      (!needsBucket || !/bucket_id/.test(expression))
    const changes = (['update', 'delete', 'all'] as Policy['command'][]).includes(policy.command)
    const isOpen = judged(policy.using, !changes) || (policy.command === 'insert' && judged(policy.check, true))
    if (isOpen)
      report(
        'storage-open',
        sources.find('policy', `storage.objects ${policy.name}`),
        `Policy "${policy.name}" of storage.objects ${changes ? "lets people change and delete each other's files" : 'covers the files of every bucket'}.`,
        'Name the bucket, and compare owner_id or (storage.foldername(name))[1] with (select auth.uid())::text.',
      )
  }
}

const PER_OWNER = /storage\.foldername|\bowner(?:_id)?\b|split_part\(\s*name/i
const bucketOf = (expression: string): string | undefined => /bucket_id\)?\s*=\s*'([^']+)'/.exec(expression)?.[1]

/**
 * Files that are stored per owner in a private bucket, which a select policy then shows to everybody who is signed in.
 */
export function checkPrivateFiles(catalogue: Catalogue, scopes: Scopes, sources: SourceIndex, report: Report): void {
  const objects = catalogue.tables.get('storage.objects')
  // Whoever names storage.objects in the matrix has decided it, and it is executed there.
  if (!objects || scopes.byTable.has(objects.id)) return
  const isForAll = ({ isPermissive, roles }: Policy): boolean =>
    isPermissive && roles.some((role) => ['public', 'anon', 'authenticated'].includes(role))
  const owned = new Set(
    objects.policies
      .filter(({ command }) => command === 'insert' || command === 'all')
      .flatMap(({ using, check }) => {
        const rule = check ?? using ?? ''
        const bucket = bucketOf(rule)
        return bucket !== undefined && PER_OWNER.test(rule) && IDENTITY.test(rule) ? [bucket] : []
      }),
  )
  for (const policy of objects.policies) {
    const bucket = bucketOf(policy.using ?? '')
    if (policy.command !== 'select' || !isForAll(policy) || bucket === undefined || !owned.has(bucket)) continue
    if (
      catalogue.publicBuckets.includes(bucket) ||
      PER_OWNER.test(policy.using ?? '') ||
      !isAboutBucketAlone(policy.using ?? '')
    )
      continue
    report(
      'storage-open',
      sources.find('policy', `storage.objects ${policy.name}`),
      `Policy "${policy.name}" of storage.objects shows every file of the private bucket "${bucket}" to others than its owner, although each owner has a folder there.`,
      'Compare (storage.foldername(name))[1] with (select auth.uid())::text, make the bucket public, or declare storage.objects in devora.json.',
    )
  }
}

/** Nothing but the bucket, and at most that somebody is signed in. */
const isAboutBucketAlone = (using: string): boolean =>
  using
    .replace(/\(*bucket_id\)?\s*=\s*'[^']*'(?:::text)?\)*/g, '')
    .replace(/\(*\s*(?:select\s+)?auth\.role\(\)[^=]*=\s*'authenticated'(?:::text)?\)*/gi, '')
    .replace(/\(*\s*(?:select\s+)?auth\.uid\(\)[^)]*\)*\s+is not null\)*/gi, '')
    .replace(/\band\b/gi, '')
    .replace(/[\s()]/g, '') === ''
