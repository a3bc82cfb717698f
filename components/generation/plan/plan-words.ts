import type { Field, FieldType, Page } from '@/lib/domains/spec/contract'
import type { Sharing, ThingPage } from './plan-additions'

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
export const ADDABLE_TYPES = [
  'text',
  'longtext',
  'integer',
  'number',
  'money',
  'boolean',
  'date',
  'datetime',
  'enum',
  'email',
  'url',
  'image',
  'file',
] as const satisfies readonly FieldType[]

/** `choice: easy, medium, hard`, `whole number (min)`, `link to recipes`. */
export function typeWords(field: Field): string {
  if (field.type === 'reference')
    return field.references === 'auth.users' ? 'person' : `link to ${field.references ?? '?'}`
  if (field.type === 'enum') return `choice: ${(field.values ?? []).join(', ')}`
  return `${FIELD_TYPE_TEXT[field.type]}${field.unit === undefined ? '' : ` (${field.unit})`}`
}

/** Whose the rows of a new thing are and who sees them. */
export const SHARING_TEXT: Record<Exclude<Sharing, `part of ${string}`>, string> = {
  public: 'Everybody sees it, who added it changes it',
  members: 'Who is signed in sees it, who added it changes it',
  private: 'Only who added it sees and changes it',
  catalogue: 'Everybody sees it, the staff changes it',
  inbox: 'Everybody sends it, the staff reads it',
}

export const THING_PAGE_TEXT: Record<ThingPage, string> = {
  list: 'List',
  detail: 'One of them',
  new: 'Form to add',
  edit: 'Form to change',
}

export const AUTH_TEXT: Record<NonNullable<Page['auth']>, string> = {
  public: 'everybody',
  user: 'signed in',
  admin: 'staff',
}
