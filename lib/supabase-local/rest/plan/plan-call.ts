import { invalidBody, maxAffectedRpcViolation, maxAffectedViolation, singularity } from '../errors.ts'
import { parseJson } from '../payload.ts'
import type { RestRequest } from '../rest-request.ts'
import type { Routine, SchemaCache } from '../schema/model.ts'
import { Statement } from '../write/sql.ts'
import { type Answer, type Shape, shapeOf, writeAnswer } from '../write/write-answer.ts'
import { type CallArgs, writeCall } from '../write/write-call.ts'
import { neededColumns } from '../write/write-mutation.ts'
import { writeRead } from '../write/write-read.ts'
import { type Call, findRoutine, isRaw, takesWholeBody } from './find-routine.ts'
import { type Plan, planTotal } from './plan.ts'
import { buildReadTree, type Limits } from './read-tree.ts'

/** What has to run for a call of a function. */
export function planCall(read: RestRequest, name: string, cache: SchemaCache, limits: Limits): Plan {
  const isPost = read.method === 'POST'
  const args = argsOf(read)
  const call: Call = { schema: read.schema, name, names: namesOf(args), isPost, contentType: read.contentType }
  const routine = findRoutine(cache, call)
  refuseBounds(read, routine)
  const root = { schema: read.schema, name: routine.relation?.name ?? routine.name, relation: routine.relation }
  const tree = buildReadTree(root, read.query, { cache, limits, ofRoot: 'all' })
  const statement = new Statement()
  const whole: CallArgs = { kind: 'whole', body: read.body }
  const isWhole = namedParameters(routine) === 0 && takesWholeBody(routine, call)
  const source = writeCall(statement, routine, isWhole ? whole : args, neededColumns(tree, []))
  const rows = writeRead(statement, tree, 'pgrst_source')
  const { total } = planTotal(read, tree, statement, 'pgrst_source', limits.maxRows)
  const sql = writeAnswer({ source, rows, shape: callShape(read, routine), stripNulls: read.media.stripNulls, total })
  const isReadOnly = !isPost || routine.isReadOnly
  return { sql, statement, isReadOnly, check: checkCall(read, routine), slice: tree.slice, routine }
}

const namedParameters = ({ parameters }: Routine): number => parameters.filter(({ name }) => name !== '').length

function argsOf(read: RestRequest): CallArgs {
  if (read.method !== 'POST') return { kind: 'text', pairs: read.query.args }
  if (read.contentType === 'application/x-www-form-urlencoded') {
    return { kind: 'text', pairs: [...new URLSearchParams(read.body)] }
  }
  if (isRaw(read.contentType)) return { kind: 'whole', body: read.body }
  if (read.contentType !== 'application/json') {
    throw invalidBody(`Content-Type not acceptable: ${read.contentType}`)
  }
  const body = read.body === '' ? '{}' : read.body
  const json = parseJson(body)
  const isList = Array.isArray(json)
  const first: unknown = isList ? json[0] : json
  const isObject = typeof first === 'object' && first !== null && !Array.isArray(first)
  const names = read.query.columns ?? (isObject ? Object.keys(first) : [])
  return { kind: 'json', object: isObject ? body : '{}', names, isList: isObject && isList }
}

function namesOf(args: CallArgs): string[] {
  if (args.kind === 'json') return args.names
  return args.kind === 'text' ? [...new Set(args.pairs.map(([name]) => name))] : []
}

function callShape(read: RestRequest, routine: Routine): Shape {
  const shape = shapeOf(read.media, read.method === 'HEAD')
  if (routine.returnsVoid || shape === 'none') return 'none'
  if (!routine.returnsComposite && shape !== 'csv') {
    return routine.returnsSet && shape === 'array' ? 'scalars' : 'scalar'
  }
  return routine.returnsSet || shape !== 'array' ? shape : 'object'
}

function refuseBounds(read: RestRequest, routine: Routine): void {
  const { handling, maxAffected } = read.preferences
  if (handling === 'strict' && maxAffected !== undefined && !routine.returnsSet) throw maxAffectedRpcViolation()
}

function checkCall(read: RestRequest, routine: Routine): (answer: Answer) => void {
  const { handling, maxAffected } = read.preferences
  return ({ rows, affected }) => {
    const isOver = handling === 'strict' && maxAffected !== undefined && affected! > maxAffected
    if (isOver) throw maxAffectedViolation(affected!)
    if (read.media.format === 'object' && routine.returnsSet && rows !== 1) throw singularity(rows)
  }
}
