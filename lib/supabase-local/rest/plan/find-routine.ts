import { RestError } from '../rest-error.ts'
import { closest } from '../schema/closest.ts'
import type { Routine, SchemaCache } from '../schema/model.ts'

export type Call = {
  schema: string
  name: string
  /** Names of the arguments that the request brings. */
  names: string[]
  /** With a body, whose type decides which function of one unnamed parameter may take it. */
  isPost: boolean
  contentType: string
}

const WHOLE_BODY: Record<string, string[]> = {
  'application/json': ['json', 'jsonb'],
  'text/plain': ['text'],
  'text/xml': ['xml'],
  'application/octet-stream': ['bytea'],
}

/**
 * The function that a request means, by name and by the names of its arguments.
 *
 * @throws PGRST202 when there is none, PGRST203 when there are several
 */
export function findRoutine(cache: SchemaCache, call: Call): Routine {
  const overloads = cache.routines.get(call.schema)?.get(call.name) ?? []
  const matching = overloads.filter((routine) => takes(routine, call))
  if (matching.length === 1) return matching[0]!
  if (matching.length > 1) throw ambiguous(matching)
  const whole = overloads.filter((routine) => takesWholeBody(routine, call))
  if (whole.length === 1) return whole[0]!
  if (whole.length > 1) throw ambiguous(whole)
  throw notFound(cache, call, overloads)
}

/** Whether it is to be called with the whole body instead of by names. */
export function takesWholeBody({ parameters }: Routine, { isPost, contentType }: Call): boolean {
  const [only] = parameters
  if (!isPost || parameters.length !== 1 || only!.name !== '') return false
  return WHOLE_BODY[contentType]?.includes(only!.type) === true
}

function takes({ parameters }: Routine, { names, isPost, contentType }: Call): boolean {
  if (parameters.length === 0) return names.length === 0 && !(isPost && isRaw(contentType))
  if (parameters.some(({ name, isRequired }) => isRequired && !names.includes(name))) return false
  return names.every((name) => parameters.some((parameter) => parameter.name === name))
}

export const isRaw = (contentType: string): boolean =>
  contentType !== 'application/json' && Object.hasOwn(WHOLE_BODY, contentType)

function ambiguous(routines: Routine[]): RestError {
  const list = routines.map(({ schema, name, parameters }) => {
    const typed = parameters.map((parameter) => `${parameter.name} => ${parameter.type}`)
    return `${schema}.${name}(${typed.join(', ')})`
  })
  const message = `Could not choose the best candidate function between: ${list.join(', ')}`
  const hint =
    'Try renaming the parameters or the function itself in the database so function overloading can be resolved'
  return new RestError(300, 'PGRST203', message, { hint })
}

function notFound(cache: SchemaCache, call: Call, overloads: Routine[]): RestError {
  const { schema, name, isPost, contentType } = call
  const names = call.names.toSorted()
  const onlyWhole = isPost && isRaw(contentType)
  const none = names.length === 0
  const inMessage = onlyWhole ? '' : none ? ' without parameters' : `(${names.join(', ')})`
  const message = `Could not find the function ${schema}.${name}${inMessage} in the schema cache`
  const listed = none ? ' without parameters' : ` with parameter${names.length > 1 ? 's' : ''} ${names.join(', ')}`
  const orWhole = isPost && contentType === 'application/json'
  const looked = onlyWhole
    ? ` with a single unnamed ${WHOLE_BODY[contentType]![0]} parameter`
    : `${listed}${orWhole ? ' or with a single unnamed json/jsonb parameter' : ''}`
  const details = `Searched for the function ${schema}.${name}${looked}, but no matches were found in the schema cache.`
  return new RestError(404, 'PGRST202', message, {
    details,
    hint: onlyWhole ? null : hintFor(cache, call, names, overloads),
  })
}

function hintFor(cache: SchemaCache, { schema, name }: Call, names: string[], overloads: Routine[]): string | null {
  const spelled = (list: string[]): string => `(${list.toSorted().join(', ')})`
  const known = cache.routines.get(schema)?.keys() ?? []
  const lists = overloads.map(({ parameters }) => spelled(parameters.map((parameter) => parameter.name)))
  const found =
    overloads.length === 0 ? closest(name, known, 0.75) : prefixed(name, closest(spelled(names), lists, 0.33))
  return found === undefined ? null : `Perhaps you meant to call the function ${schema}.${found}`
}

const prefixed = (name: string, list: string | undefined): string | undefined =>
  list === undefined ? undefined : `${name}${list}`
