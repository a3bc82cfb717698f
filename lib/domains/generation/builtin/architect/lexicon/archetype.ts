import type { AccessPattern } from '../../../../spec/edit/access-patterns'

/**
 * A kind of thing that applications manage, with what a person in that trade would record about it.
 * Field lists are written as `name!, price, status=draft|published, amount:number(g)`: `!` is required, `=` gives the
 * values of an enum, `:` overrides the type; every name is a key of `FIELD_WORDS`. Links are written as `recipe!,
 * customer/client`: the first present alternative becomes a reference, `*` stands for whatever the application is
 * mainly about.
 */
export type Category =
  | 'thing'
  | 'person'
  | 'place'
  | 'goods'
  | 'document'
  | 'event'
  | 'measurement'
  | 'request'
  | 'transaction'
  | 'record'
  | 'animal'
  | 'device'
  | 'creative'
  | 'reaction'

/** How rows are shared; `auto` and `staff` are decided by the kind of application (see plan-access.ts). */
export type AccessClass = AccessPattern | 'auto' | 'staff'

/**
 * `full`: list, detail, new, edit. `inline`: on its parent's page only. `list`: list and form, no detail. `inbox`: a
 * form for visitors, a list for admins.
 */
export type PageStyle = 'full' | 'inline' | 'list' | 'inbox'

export type Archetype = {
  key: string
  many?: string
  es: string
  esMany?: string
  /** Other names in both languages, singular. */
  aka: string[]
  category: Category
  fields: string
  links: string
  states?: string
  access: AccessClass
  owner: 'user' | 'author' | 'member' | 'seller' | 'organizer' | 'applicant' | 'sender' | 'creator'
  pages: PageStyle
  /** One row per person and first link: ratings, votes, enrollments. */
  once: boolean
  /** Why the page exists, for special views beside the usual ones. */
  view?: 'calendar' | 'board' | 'gallery' | 'chat'
}

type Options = Partial<Omit<Archetype, 'key' | 'es' | 'fields' | 'aka'>> & { aka?: string }

export function archetype(key: string, es: string, fields: string, options: Options = {}): Archetype {
  const { aka = '', ...rest } = options
  return {
    key,
    es,
    fields,
    category: 'thing',
    links: '',
    access: 'auto',
    owner: 'user',
    pages: 'full',
    once: false,
    ...rest,
    aka: aka
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  }
}
