import { z } from 'zod'
import { FIELD_TYPES } from '../../spec/constants'
import { AUTH_LEVELS, HTTP_METHODS, PAGE_VIEWS, PROJECT_KINDS } from '../../spec/contract'
import { ACCESS_PATTERNS, type AccessPattern } from '../../spec/edit/access-patterns'
import { among, isObject, type Loose, objects, text, texts, tolerant, truth } from '../answers/read-answer'

/*
 * What the architect model is asked for. Smaller and more regular than an AppSpec: access is one of eight patterns
 * instead of a matrix, so that also a weak model says something that can be kept. Every property is required and
 * nullable instead of optional, as strict structured output wants it.
 */

export const PAGE_STYLES = ['full', 'list', 'inline'] as const

const FieldAnswer = z.strictObject({
  name: z.string(),
  column: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  unique: z.boolean(),
  values: z.array(z.string()).nullable(),
  references: z.string().nullable(),
  unit: z.string().nullable(),
})
export type FieldAnswer = z.infer<typeof FieldAnswer>

const EntityAnswer = z.strictObject({
  name: z.string(),
  table: z.string(),
  fields: z.array(FieldAnswer),
  states: z.array(z.strictObject({ from: z.string(), to: z.string() })).nullable(),
  access: z.enum(ACCESS_PATTERNS),
  /** Table of the row it belongs to, for `child`. */
  parent: z.string().nullable(),
  staff: z.boolean(),
  pages: z.enum(PAGE_STYLES),
})
export type EntityAnswer = z.infer<typeof EntityAnswer>

const StrictData = z.strictObject({
  name: z.string(),
  kind: z.enum(PROJECT_KINDS),
  locale: z.enum(['en', 'es']),
  background: z.string().nullable(),
  component: z.string().nullable(),
  hasProfiles: z.boolean(),
  entities: z.array(EntityAnswer),
  routes: z.array(z.strictObject({ method: z.enum(HTTP_METHODS), path: z.string() })),
  removed: z.array(z.string()),
})
export type DataAnswer = z.infer<typeof StrictData>

const StrictPages = z.strictObject({
  pages: z.array(
    z.strictObject({
      path: z.string(),
      title: z.string(),
      purpose: z.string(),
      view: z.enum(PAGE_VIEWS).nullable(),
      entity: z.string().nullable(),
      auth: z.enum(AUTH_LEVELS),
      nav: z.boolean(),
    }),
  ),
})
export type PagesAnswer = z.infer<typeof StrictPages>

const TYPE_ALIASES: Record<string, (typeof FIELD_TYPES)[number]> = {
  string: 'text',
  varchar: 'text',
  str: 'text',
  char: 'text',
  slug: 'text',
  tel: 'text',
  color: 'text',
  colour: 'text',
  phone: 'text',
  textarea: 'longtext',
  markdown: 'longtext',
  richtext: 'longtext',
  html: 'longtext',
  int: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  serial: 'integer',
  bigserial: 'integer',
  rating: 'integer',
  year: 'integer',
  percentage: 'number',
  percent: 'number',
  float4: 'number',
  float8: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  numeric: 'number',
  real: 'number',
  currency: 'money',
  price: 'money',
  bool: 'boolean',
  checkbox: 'boolean',
  toggle: 'boolean',
  switch: 'boolean',
  mail: 'email',
  emailaddress: 'email',
  attachment: 'file',
  document: 'file',
  avatar: 'image',
  tags: 'json',
  list: 'json',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  'timestamp with time zone': 'datetime',
  'timestamp without time zone': 'datetime',
  time: 'text',
  select: 'enum',
  choice: 'enum',
  status: 'enum',
  link: 'url',
  uri: 'url',
  photo: 'image',
  picture: 'image',
  upload: 'file',
  jsonb: 'json',
  object: 'json',
  array: 'json',
  uuid: 'reference',
  relation: 'reference',
  foreign_key: 'reference',
  fk: 'reference',
  ref: 'reference',
  user: 'reference',
}
const PATTERN_ALIASES: Record<string, AccessPattern> = {
  owner: 'private',
  'public-read': 'public',
  'read-only': 'catalogue',
  authenticated: 'members',
  member: 'members',
  readonly: 'catalogue',
  catalog: 'catalogue',
  contact: 'inbox',
  shared: 'two-party',
  team: 'collaborative',
  collaborators: 'collaborative',
}

function typeOf(raw: Loose): (typeof FIELD_TYPES)[number] {
  // A uuid that refers to nothing is a code of its own.
  const isFree =
    text(raw.references) === null && !/(?:^|_)(?:id|uuid|guid)$/i.test(text(raw.column) ?? text(raw.name) ?? '')
  if (isFree && /^uuid$/i.test(text(raw.type) ?? '')) return 'text'
  return among(FIELD_TYPES, raw.type, TYPE_ALIASES, text(raw.references) === null ? 'text' : 'reference')
}

function repairField(raw: Loose): unknown {
  const name = text(raw.name) ?? text(raw.column) ?? ''
  return {
    name,
    column: text(raw.column) ?? name,
    type: typeOf(raw),
    required: truth(raw.required),
    unique: truth(raw.unique),
    values: Array.isArray(raw.values) ? texts(raw.values) : Array.isArray(raw.options) ? texts(raw.options) : null,
    references: text(raw.references),
    unit: text(raw.unit),
  }
}

/**
 * Makes of what weaker models write what was asked for, as far as its meaning is beyond doubt; the rest is left to the
 * schema to refuse.
 */
function repairData(value: unknown): unknown {
  const root =
    isObject(value) && !('entities' in value)
      ? (Object.values(value).find((one) => isObject(one) && 'entities' in one) ?? value)
      : value
  if (!isObject(root)) return value
  const colours = isObject(root.colours) ? root.colours : isObject(root.theme) ? root.theme : {}
  const entities = objects(root.entities).map((raw) => ({
    name: text(raw.name) ?? text(raw.table) ?? '',
    table: text(raw.table) ?? text(raw.name) ?? '',
    fields: objects(raw.fields).map(repairField),
    states: Array.isArray(raw.states)
      ? objects(raw.states).flatMap((one) =>
          text(one.from) && text(one.to) ? [{ from: text(one.from), to: text(one.to) }] : [],
        )
      : null,
    // Said nothing: private to the owner.
    access: among(ACCESS_PATTERNS, isObject(raw.access) ? raw.access.pattern : raw.access, PATTERN_ALIASES, 'private'),
    parent: text(raw.parent) ?? (isObject(raw.parent) ? text(raw.parent.table) : null),
    staff: truth(raw.staff),
    pages: among(PAGE_STYLES, raw.pages, {}, 'full'),
  }))
  return {
    name: text(root.name) ?? '',
    kind: among(PROJECT_KINDS, root.kind, {}, 'other'),
    locale: /^es/i.test(text(root.locale) ?? '') ? 'es' : 'en',
    background: text(root.background) ?? text(colours.background),
    component: text(root.component) ?? text(colours.component) ?? text(colours.primary),
    hasProfiles: truth(root.hasProfiles),
    entities: Array.isArray(root.entities) || isObject(root.entities) ? entities : root.entities,
    routes: objects(root.routes).flatMap((one) =>
      text(one.path) === null
        ? []
        : [
            {
              method: among(
                HTTP_METHODS,
                (text(one.method) ?? '').toUpperCase() || 'GET',
                Object.fromEntries(HTTP_METHODS.map((each) => [each.toLowerCase(), each])),
                'GET',
              ),
              path: text(one.path),
            },
          ],
    ),
    removed: texts(root.removed),
  }
}

function repairPages(value: unknown): unknown {
  const list = Array.isArray(value) ? value : isObject(value) ? value.pages : value
  // A list of something else is no list of pages.
  if (!Array.isArray(list) || (list.length > 0 && !objects(list).some((one) => text(one.path) !== null))) return value
  return {
    pages: objects(list).flatMap((raw) => {
      const path = text(raw.path)
      if (path === null) return []
      const title = text(raw.title) ?? text(raw.name) ?? ''
      const view = text(raw.view)
      return [
        {
          path,
          title,
          purpose: text(raw.purpose) ?? text(raw.description) ?? title,
          view: PAGE_VIEWS.find((one) => one === view) ?? null,
          entity: text(raw.entity),
          auth: among(AUTH_LEVELS, raw.auth, { private: 'user', authenticated: 'user', anon: 'public' }, 'public'),
          nav: truth(raw.nav),
        },
      ]
    }),
  }
}

export const DataAnswer = tolerant<DataAnswer>(StrictData, repairData)
export const PagesAnswer = tolerant<PagesAnswer>(StrictPages, repairPages)
