import type { Field, FieldType, Page } from '@/lib/domains/spec/contract'

export const FIELD_TYPE_TEXT: Record<FieldType, string> = {
  text: 'text',
  longtext: 'long text',
  integer: 'whole number',
  number: 'number',
  money: 'money',
  boolean: 'yes or no',
  date: 'date',
  datetime: 'date and time',
  enum: 'choice',
  email: 'e-mail',
  url: 'web address',
  image: 'picture',
  file: 'file',
  json: 'data',
  reference: 'link',
}

/** Types that a person can add without saying more; a link needs to know where to. */
export const ADDABLE_TYPES = ['text', 'longtext', 'integer', 'number', 'money', 'boolean', 'date', 'datetime', 'enum', 'email', 'url', 'image', 'file'] as const satisfies readonly FieldType[] // prettier-ignore

/** `choice: easy, medium, hard`, `whole number (min)`, `link to recipes`. */
export function typeWords(field: Field): string {
  if (field.type === 'reference') return field.references === 'auth.users' ? 'person' : `link to ${field.references ?? '?'}`
  if (field.type === 'enum') return `choice: ${(field.values ?? []).join(', ')}`
  return `${FIELD_TYPE_TEXT[field.type]}${field.unit === undefined ? '' : ` (${field.unit})`}`
}

export const AUTH_TEXT: Record<NonNullable<Page['auth']>, string> = { public: 'everybody', user: 'signed in', admin: 'staff' }
