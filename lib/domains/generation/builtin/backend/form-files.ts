import type { ProjectFile } from '../../agents/agent'
import { code, quote } from '../code'
import type { Texts } from './texts'

/**
 * What every form and every write shares: the state of a form, the reader of typed values, and sentences for database
 * errors.
 */

const forms = (texts: Texts): string => code`
  /** What a server action answers to its form. A plain module, because a 'use server' file may export nothing but async functions. */
  export type FormState = { ok: boolean; message: string; errors: Record<string, string>; values: Record<string, string> }

  export const emptyFormState: FormState = { ok: false, message: '', errors: {}, values: {} }

  /** One typed text; an absent field or a file counts as empty. */
  export function textOf(form: FormData, column: string, options: { trim?: boolean } = {}): string {
    const value = form.get(column)
    if (typeof value !== 'string') return ''
    return options.trim === false ? value : value.trim()
  }

  /** What was typed, to fill the form again. Passwords and the framework's own fields stay out. */
  function typedValues(form: FormData): Record<string, string> {
    const values: Record<string, string> = {}
    for (const [name, value] of form) {
      if (typeof value === 'string' && name !== 'password' && !name.startsWith('$')) values[name] = value
    }
    return values
  }

  /** Bad input: errors by column. Without any it is a refusal of the whole form, and the message says why. */
  export const refuse = (form: FormData, errors: Record<string, string>, message: string = ${quote(texts.checkFields)}): FormState => ({
    ok: false,
    message,
    errors,
    values: typedValues(form),
  })

  export const accept = (message: string, values: Record<string, string> = {}): FormState => ({ ok: true, message, errors: {}, values })

  /** A path of this app, or null: '//host' and '/\\\\host' would leave it. */
  export const localPath = (path: string | null): string | null => (path !== null && /^\/(?![/\\])/.test(path) ? path : null)

  export const pathFrom = (form: FormData, field: 'next' | 'return_to'): string | null => localPath(textOf(form, field))
`

const fields = (texts: Texts): string => code`
  import type { Json } from '@/lib/database.types'
  import { textOf } from '@/lib/forms'

  export type Parsed<T> = { data: T } | { errors: Record<string, string> }

  /** How one kind of value is read. 'blank' stands in while a form has errors and is never stored. */
  export type Kind<T> = { blank: T; read(text: string): { value: T } | { problem: string } }

  type Range = { min?: number; max?: number }

  function rangeProblem(value: number, { min, max }: Range, scale = 1): string | null {
    if (min !== undefined && value < min) return ${quote(texts.tooSmall)}.replace('{min}', String(min / scale))
    if (max !== undefined && value > max) return ${quote(texts.tooLarge)}.replace('{max}', String(max / scale))
    return null
  }

  export const text = (maxLength: number): Kind<string> => ({
    blank: '',
    read: (typed) => (typed.length > maxLength ? { problem: ${quote(texts.tooLong)}.replace('{max}', String(maxLength)) } : { value: typed }),
  })

  export const email: Kind<string> = {
    blank: '',
    read: (typed) => (typed.length <= 320 && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(typed) ? { value: typed } : { problem: ${quote(texts.notEmail)} }),
  }

  /** A web address or a path of this app; 'javascript:' and the like never get in. */
  export const url: Kind<string> = {
    blank: '',
    read: (typed) => (typed.length <= 2000 && /^(https?:\/\/\S+|\/(?!\/)\S*)$/i.test(typed) ? { value: typed } : { problem: ${quote(texts.notUrl)} }),
  }

  export const integer = (range: Range = {}): Kind<number> => ({
    blank: 0,
    read: (typed) => {
      const value = Number(typed)
      if (!/^[+-]?\d+$/.test(typed) || Math.abs(value) > 2_147_483_647) return { problem: ${quote(texts.notInteger)} }
      const problem = rangeProblem(value, range)
      return problem === null ? { value } : { problem }
    },
  })

  export const decimal = (range: Range = {}): Kind<number> => ({
    blank: 0,
    read: (typed) => {
      const value = Number(typed.replace(',', '.'))
      if (!Number.isFinite(value)) return { problem: ${quote(texts.notNumber)} }
      const problem = rangeProblem(value, range)
      return problem === null ? { value } : { problem }
    },
  })

  /** '12.50' becomes 1250 minor units, digit by digit: a float would turn 1.15 into 114.99999999999999. */
  export const money = (range: Range = {}): Kind<number> => ({
    blank: 0,
    read: (typed) => {
      const match = /^(-?)(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(typed)
      if (match === null) return { problem: ${quote(texts.notMoney)} }
      const minor = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
      const value = match[1] === '-' ? -minor : minor
      const problem = rangeProblem(value, range, 100)
      return problem === null ? { value } : { problem }
    },
  })

  const isCalendarDay = (day: string): boolean => {
    const time = Date.parse(day + 'T00:00:00Z')
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
  }

  export const date: Kind<string> = {
    blank: '',
    read: (typed) => (/^\d{4}-\d{2}-\d{2}$/.test(typed) && isCalendarDay(typed) ? { value: typed } : { problem: ${quote(texts.notDate)} }),
  }

  /** The wall clock of a datetime-local input, understood as UTC; a full ISO time (from the API) keeps its own offset. */
  export const datetime: Kind<string> = {
    blank: '',
    read: (typed) => {
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(typed) || !isCalendarDay(typed.slice(0, 10))) return { problem: ${quote(texts.notDate)} }
      const time = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(typed) ? typed : typed + 'Z')
      return Number.isNaN(time.getTime()) ? { problem: ${quote(texts.notDate)} } : { value: time.toISOString() }
    },
  }

  export const oneOf = (choices: readonly string[]): Kind<string> => ({
    blank: '',
    read: (typed) => (choices.includes(typed) ? { value: typed } : { problem: ${quote(texts.notChoice)} }),
  })

  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
  export const isId = (value: string): boolean => UUID.test(value)

  export const reference: Kind<string> = { blank: '', read: (typed) => (isId(typed) ? { value: typed } : { problem: ${quote(texts.notChoice)} }) }

  export const json: Kind<Json> = {
    blank: null,
    read: (typed) => {
      try {
        const value: Json = JSON.parse(typed)
        return { value }
      } catch {
        return { problem: ${quote(texts.notJson)} }
      }
    },
  }

  export type FieldReader = {
    required<T>(column: string, kind: Kind<T>): T
    optional<T>(column: string, kind: Kind<T>): T | null
    /** A checkbox: present or absent. */
    checked(column: string): boolean
    result<T>(data: T): Parsed<T>
  }

  /** Reads a form field by field and collects what is wrong, so that a person sees all of it at once. */
  export function readFields(form: FormData): FieldReader {
    const errors: Record<string, string> = {}
    const take = <T>(column: string, typed: string, kind: Kind<T>): T => {
      const outcome = kind.read(typed)
      if ('value' in outcome) return outcome.value
      errors[column] = outcome.problem
      return kind.blank
    }
    return {
      required: (column, kind) => {
        const typed = textOf(form, column)
        if (typed !== '') return take(column, typed, kind)
        errors[column] = ${quote(texts.required)}
        return kind.blank
      },
      optional: (column, kind) => {
        const typed = textOf(form, column)
        return typed === '' ? null : take(column, typed, kind)
      },
      checked: (column) => ['on', 'true', '1'].includes(textOf(form, column)),
      result: (data) => (Object.keys(errors).length > 0 ? { errors } : { data }),
    }
  }

  /**
   * A JSON body in the shape of a form, so that both ways in share one validation. Amounts are minor units in JSON
   * and decimals in a form.
   */
  export function formFromJson(body: Record<string, unknown>, moneyColumns: readonly string[] = []): FormData {
    const form = new FormData()
    for (const [column, value] of Object.entries(body)) {
      if (value === null || value === undefined || value === false) continue
      if (moneyColumns.includes(column) && typeof value === 'number') form.set(column, (value / 100).toFixed(2))
      else form.set(column, typeof value === 'object' ? JSON.stringify(value) : String(value))
    }
    return form
  }
`

/** @param hasRules whether the database says itself, in words for whoever broke one, what rows must keep to */
const databaseErrors = (texts: Texts, hasRules: boolean): string => code`
  export type Explanation = { status: number; message: string }

  /**
   * What a database error means for the person who caused it. Codes: https://www.postgresql.org/docs/17/errcodes-appendix.html;
   * the text of the error itself names tables and stays on the server.
   */
  export function explain(error: { code: string${hasRules ? '; message?: string; hint?: string | null' : ''} }): Explanation {
    ${hasRules && '// A rule of this application says itself, in words, what stands in the way.'}
    ${hasRules && "if (error.hint === 'rule' && error.message) return { status: 422, message: error.message }"}
    switch (error.code) {
      case '23505':
        return { status: 409, message: ${quote(texts.duplicate)} }
      case '23503':
        return { status: 409, message: ${quote(texts.linked)} }
      case '42501':
        return { status: 403, message: ${quote(texts.forbidden)} }
      case '23502':
      case '23514':
      case '22P02':
      case '22003':
        return { status: 422, message: ${quote(texts.invalidValue)} }
      case 'PGRST116':
        return { status: 404, message: ${quote(texts.gone)} }
      // Nothing of the database's: the request did not get there.
      case '':
        return { status: 503, message: ${quote(texts.unreachable)} }
      default:
        return { status: 500, message: ${quote(texts.failed)} }
    }
  }
`

export const formFiles = (texts: Texts, hasRules: boolean): ProjectFile[] => [
  { path: 'lib/forms.ts', content: forms(texts) + '\n' },
  { path: 'lib/validation/fields.ts', content: fields(texts) + '\n' },
  { path: 'lib/database-errors.ts', content: databaseErrors(texts, hasRules) + '\n' },
]
