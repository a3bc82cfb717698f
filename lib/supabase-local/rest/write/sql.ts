import { RestError } from '../rest-error.ts'

/** Statement text with its values beside it: nothing that a request says stands in the text but quoted names. */
export class Statement {
  readonly values: string[] = []
  private readonly places = new Map<string, string>()

  /** The place (`$1`) of a value whose type Postgres finds from what stands beside it, as for a literal. */
  value(text: string): string {
    this.values.push(text)
    return `$${this.values.length}`
  }

  /**
   * The place of a value of a known type. The same value has the same place, so that an expression written twice is the
   * same expression to Postgres.
   *
   * @param type as the catalogue or this folder's code writes it, never as a request does
   */
  typed(text: string, type: string): string {
    const key = `${type}:${text}`
    const known = this.places.get(key)
    if (known !== undefined) return known
    // By way of text: a driver then never has to know how a value of the other type is sent.
    const written = type === 'text' ? `${this.value(text)}::text` : `${this.value(text)}::text::${type}`
    this.places.set(key, written)
    return written
  }
}

/** A name as SQL takes it, whatever it consists of. */
export function ident(name: string): string {
  if (name.includes('\0')) throw new RestError(400, '22021', 'invalid byte sequence for encoding "UTF8": 0x00')
  return `"${name.replaceAll('"', '""')}"`
}

export function qualified(of: { schema: string; name: string }): string {
  return `${ident(of.schema)}.${ident(of.name)}`
}

const TYPE_WORD = /^[\p{L}_][\p{L}\p{N}_$]*$/u
/** Types that are written in several words. */
const TYPE_PHRASES = new Set([
  'double precision',
  'character varying',
  'bit varying',
  'timestamp with time zone',
  'timestamp without time zone',
  'time with time zone',
  'time without time zone',
])

/** `CAST(x AS type)` where the type is a name and nothing but a name. */
export function cast(expression: string, type: string): string {
  const words = type.toLowerCase().replace(/ +/g, ' ')
  if (!TYPE_WORD.test(type) && !TYPE_PHRASES.has(words)) {
    throw new RestError(400, '42704', `type ${JSON.stringify(type)} does not exist`)
  }
  return `CAST(${expression} AS ${type})`
}
