import { BodyTooLarge, readBytes } from '../read-bytes.ts'
import { AuthError } from './auth-error.ts'

/** The members of a JSON body, read as what each has to be; a wrong kind is refused as the original does. */
export class Fields {
  readonly #value: Readonly<Record<string, unknown>>

  constructor(value: Readonly<Record<string, unknown>>) {
    this.#value = value
  }

  has(name: string): boolean {
    return this.#read(name) !== undefined
  }

  /** The text, or '' when there is none. */
  text(name: string): string {
    return this.optionalText(name) ?? ''
  }

  optionalText(name: string): string | undefined {
    const value = this.#read(name)
    if (value !== undefined && typeof value !== 'string') throw wrongKind(name, 'a string')
    return value
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#read(name)
    if (value !== undefined && typeof value !== 'boolean') throw wrongKind(name, 'a boolean')
    return value ?? fallback
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.#read(name)
    if (value === undefined) return undefined
    if (typeof value !== 'object' || Array.isArray(value)) throw wrongKind(name, 'an object')
    return value as Record<string, unknown>
  }

  /** `null` counts as not given. `Object.hasOwn`, because a body may not reach what objects inherit. */
  #read(name: string): {} | undefined {
    return Object.hasOwn(this.#value, name) ? (this.#value[name] ?? undefined) : undefined
  }
}

const wrongKind = (name: string, kind: string): AuthError =>
  new AuthError(400, 'bad_json', `Could not parse request body as JSON: "${name}" has to be ${kind}`)

/** Bodies of this service are small; more is somebody filling the memory. */
const MAX_BODY_BYTES = 1024 * 1024

/** Reads a JSON body; none at all is an empty object. */
export async function readFields(request: Request): Promise<Fields> {
  const bytes = await readBytes(request, MAX_BODY_BYTES).catch((error: unknown) => {
    if (!(error instanceof BodyTooLarge)) throw error
    const message = `Request body too large (max ${MAX_BODY_BYTES} bytes)`
    throw new AuthError(413, 'request_entity_too_large', message)
  })
  if (bytes.length === 0) return new Fields({})
  const value = parse(new TextDecoder().decode(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON: an object is expected')
  }
  return new Fields(value as Record<string, unknown>)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AuthError(400, 'bad_json', `Could not parse request body as JSON: ${why}`)
  }
}
