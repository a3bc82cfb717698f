import type { DemoPerson, Field } from '../../../spec/contract'
import { demoPeople } from '../../../spec/demo-people'
import { humanize } from '../../../spec/names'
import { code } from '../code'
import { type EntityModel, inCreationOrder, profileColumns, type ProjectModel, uniqueColumns } from '../project-model'
import { type SampleValue, sampleValue } from './samples/field-values'
import { emailOf, PEOPLE } from './samples/people'
import { choiceTitle, isAboutPerson, topicTitles } from './samples/topics'
import { isNotNull } from './write-tables'
import { literal, name, names, table } from './sql'

/**
 * `supabase/seed.sql`: example rows chosen by what things are and what their fields mean. Made-up people own them; the
 * demo people among them can sign in, on a local database alone. Every id is fixed and every insert ends in `on conflict
 * do nothing`, so running it twice changes nothing.
 */
type Row = { id: string; values: Record<string, SampleValue> }

const ROWS_PER_TABLE = 6
const ROWS_OF_A_SERIES = 14
/** A recipe with one ingredient or a poll with one option explains nothing. */
const ROWS_PER_PARENT = 3
/** Rows of more people than can sign in show what others may not change. */
const LEAST_PEOPLE = 4

type SeedPerson = { name: string; email: string; demo: DemoPerson | null }

/** Everybody in the seed, the demo people first. */
function peopleOf({ spec, locale }: ProjectModel): SeedPerson[] {
  const demo = demoPeople(spec).map((person, index) => ({
    name: person.name ?? PEOPLE[locale][index % PEOPLE[locale].length] ?? person.email,
    email: person.email,
    demo: person,
  }))
  const known = new Set(demo.map((person) => person.name))
  const others = PEOPLE[locale].filter((called) => !known.has(called))
  return [
    ...demo,
    ...others
      .slice(0, Math.max(0, LEAST_PEOPLE - demo.length))
      .map((called) => ({ name: called, email: emailOf(called), demo: null })),
  ]
}

const personId = (index: number): string =>
  `00000000-0000-4000-8000-${String((index % LEAST_PEOPLE) + 1).padStart(12, '0')}`
const rowId = (tableIndex: number, index: number): string =>
  `00000000-0000-4000-9000-${String(tableIndex + 1).padStart(4, '0')}${String(index + 1).padStart(8, '0')}`

/** Readings of an instrument: a day and at least one number, and nothing to call the row by. */
const isSeries = (model: EntityModel): boolean =>
  model.title === null &&
  model.fields.some((field) => (field.type === 'date' || field.type === 'datetime') && field.required === true) &&
  model.fields.filter((field) => field.type === 'integer' || field.type === 'number').length > 0 &&
  model.references.every((reference) => !reference.isPerson || reference.column === model.owner)

const SUFFIXES = {
  en: ['Aurora', 'Cedar', 'Harbour', 'Juniper', 'Maple', 'Willow'],
  es: ['Aurora', 'Cedro', 'Bahía', 'Enebro', 'Arce', 'Sauce'],
} as const

/** What row number `index` is called. */
export function rowTitle(project: ProjectModel, model: EntityModel, index: number): string {
  const { locale } = project
  const entityName = model.entity.name
  const known = model.title === null ? undefined : sampleOf(project, model, model.title, index)
  if (known !== undefined) return known
  if (model === project.profiles) return peopleOf(project)[index]?.name ?? ''
  if (isAboutPerson(entityName)) return PEOPLE[locale][index % PEOPLE[locale].length] ?? ''
  const parent = project.byTable.get(parentTable(model) ?? '')
  const choice =
    parent === undefined
      ? null
      : choiceTitle(entityName, parent.entity.name, parentIndex(model, index), index % ROWS_PER_PARENT, locale)
  if (choice !== null) return choice
  const topic = topicTitles(entityName, locale)
  if (topic !== null) return topic[index % topic.length] ?? ''
  const suffix = SUFFIXES[locale][index % SUFFIXES[locale].length] ?? ''
  return locale === 'es' ? `${humanize(entityName)} ${suffix}` : `${suffix} ${entityName.toLowerCase()}`
}

/** The table this one's rows hang below, when they only exist there. */
const parentTable = (model: EntityModel): string | null => model.rule.via?.table ?? null

/** Which parent row number `index` belongs to: all children of one parent follow each other. */
const parentIndex = (model: EntityModel, index: number): number =>
  parentTable(model) === null ? index : Math.floor(index / ROWS_PER_PARENT)

/** A link's row. When another link's row already names the same table (an option names its poll), the two agree. */
function linkFor(
  model: EntityModel,
  column: string,
  rows: ReadonlyMap<string, readonly Row[]>,
  chosen: Record<string, SampleValue>,
  index: number,
): string | null {
  const reference = model.references.find((one) => one.column === column)
  if (reference === undefined) return null
  if (reference.isPerson) return personId(column === model.owner ? index : index + 1)
  for (const [otherColumn, id] of Object.entries(chosen)) {
    const other = model.references.find((one) => one.column === otherColumn)
    const row = rows.get(other?.table ?? '')?.find((one) => one.id === id)
    const shared =
      row === undefined
        ? undefined
        : Object.entries(row.values).find(([, value]) =>
            rows.get(reference.table)?.some((target) => target.id === value),
          )
    if (shared !== undefined && typeof shared[1] === 'string') return shared[1]
  }
  const targets = rows.get(reference.table) ?? []
  // Two links to the same table (home and away team) must not meet in one row.
  const rank = model.references.filter((one) => one.table === reference.table).indexOf(reference)
  const at = column === model.rule.via?.column ? parentIndex(model, index) : index
  return targets.length === 0 ? null : (targets[(at + rank) % targets.length]?.id ?? null)
}

/** Links to what is made last first: an option knows its poll, so the poll follows from it. */
function byDepth(project: ProjectModel, model: EntityModel): string[] {
  const order = inCreationOrder(project).map((one) => one.entity.table)
  return model.references
    .toSorted((a, b) => order.indexOf(b.table) - order.indexOf(a.table))
    .map((reference) => reference.column)
}

function rowValues(
  project: ProjectModel,
  model: EntityModel,
  rows: ReadonlyMap<string, readonly Row[]>,
  index: number,
): Record<string, SampleValue> | null {
  const title = rowTitle(project, model, index)
  const links: Record<string, SampleValue> = {}
  for (const column of byDepth(project, model)) links[column] = linkFor(model, column, rows, links, index)
  const values: Record<string, SampleValue> = {}
  const isPart = parentTable(model) !== null
  for (const field of model.fields) {
    if (field.type === 'reference') values[field.column] = links[field.column] ?? null
    // A part of something needs no description of its own, and stands in its place among its siblings.
    else if (isPart && field.type === 'longtext' && field.required !== true) values[field.column] = null
    else if (isPart && field.type === 'integer' && /^(position|sort_order|orden|posicion)$/.test(field.column))
      values[field.column] = (index % ROWS_PER_PARENT) + 1
    else if (sampleOf(project, model, field, index) !== undefined)
      values[field.column] = sampleOf(project, model, field, index)!
    else if (field === model.title)
      values[field.column] =
        model.title.type === 'text' && /^(code|codigo|sku)$/.test(field.column)
          ? sampleValue(field, context(project, model, index, title))
          : title
    else values[field.column] = sampleValue(field, context(project, model, index, title))
    if (values[field.column] === null && isNotNull(model, field)) return null
  }
  return values
}

/** What the design has for it. */
const sampleOf = ({ samples }: ProjectModel, { entity }: EntityModel, { column }: Field, index: number) => {
  const known = samples.get(`${entity.table}.${column}`)
  return known?.[index % known.length]
}

const context = (project: ProjectModel, model: EntityModel, index: number, title: string) => ({
  index,
  locale: project.locale,
  isSeries: isSeries(model),
  title,
})

function rowCount(project: ProjectModel, model: EntityModel, rows: ReadonlyMap<string, readonly Row[]>): number {
  if (model === project.profiles) return LEAST_PEOPLE
  if (isSeries(model)) return ROWS_OF_A_SERIES
  const parents = rows.get(parentTable(model) ?? '')
  return parents === undefined ? ROWS_PER_TABLE : parents.length * ROWS_PER_PARENT
}

/**
 * The example rows of every table; a row that would break a unique constraint or lacks what it must link to is left
 * out.
 */
export function sampleRows(project: ProjectModel): Map<string, Row[]> {
  const rows = new Map<string, Row[]>()
  for (const [tableIndex, model] of inCreationOrder(project).entries()) {
    const wanted = rowCount(project, model, rows)
    const unique = uniqueColumns(model)
    const taken = new Set<string>()
    const made: Row[] = []
    for (let index = 0; index < wanted; index++) {
      const values = rowValues(project, model, rows, index)
      if (values === null) continue
      const key = unique.map((column) => JSON.stringify(values[column])).join()
      if (unique.length > 0 && taken.has(key)) continue
      taken.add(key)
      made.push({ id: rowId(tableIndex, index), values })
    }
    rows.set(model.entity.table, made)
  }
  return rows
}

function sqlValue(value: SampleValue | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'object') return value.sql
  return typeof value === 'string' ? literal(value) : String(value)
}

/** Newest first in the order of the rows: the first one is an hour old, each further one seven hours older. */
const createdAt = (index: number): string => `now() - interval '${index * 7 + 1} hours'`

function insertRows(project: ProjectModel, model: EntityModel, rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const columns = model.fields
    .map((field) => field.column)
    .filter((column) => rows.some((row) => row.values[column] !== null))
  const lines = rows.map(
    (row, index) =>
      `  (${[literal(row.id), ...columns.map((column) => sqlValue(row.values[column])), createdAt(index)].join(', ')})${index < rows.length - 1 ? ',' : ''}`,
  )
  return [
    `insert into ${table(model.entity.table)} (id, ${names(columns)}, created_at) values`,
    ...lines,
    model === project.profiles ? profileConflict(project, columns) : 'on conflict do nothing;',
  ].join('\n')
}

/** The trigger on `auth.users` has made these profiles already; the example only completes them. */
function profileConflict(project: ProjectModel, columns: readonly string[]): string {
  const keys = profileColumns(project)
  const isUnique = project.profiles !== null && uniqueColumns(project.profiles).join() === keys?.user
  const changed = columns.filter((column) => column !== keys?.user)
  if (keys === null || !isUnique || changed.length === 0) return 'on conflict do nothing;'
  return `on conflict (${name(keys.user)}) do update set ${changed.map((column) => `${name(column)} = excluded.${name(column)}`).join(', ')};`
}

/** Supabase's auth server reads these columns as text and stumbles over nulls, hence the empty strings. */
function insertPeople(project: ProjectModel): string {
  const people = peopleOf(project)
  const metadata = (called: string): string => literal(JSON.stringify({ name: called, email_verified: true }))
  const lines = people.map(({ name: called, email }, index) => {
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`
    return `(${literal(id)}, ${literal(email)}, ${metadata(called)})${index < people.length - 1 ? ',' : ''}`
  })
  return code`
    insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
      raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
      confirmation_token, recovery_token, email_change_token_new, email_change)
    select '00000000-0000-0000-0000-000000000000'::uuid, person.id::uuid, 'authenticated', 'authenticated', person.email, '',
      now(), '{"provider": "email", "providers": ["email"]}'::jsonb, person.metadata::jsonb, now(), now(), '', '', '', ''
    from (values
      ${lines}
    ) as person (id, email, metadata)
    on conflict do nothing;
  `
}

/**
 * The passwords of the demo people. Guarded in the SQL itself: a seed can be run on a project that is in use
 * (`supabase db push --include-seed`, the SQL editor), where everybody could sign in with them.
 */
function letDemoPeopleIn(project: ProjectModel): string {
  const people = peopleOf(project).flatMap(({ demo }) => demo ?? [])
  if (people.length === 0) return ''
  const lines = people.map(({ email, password, role }, index) => {
    const rights = role === undefined ? '{}' : JSON.stringify({ role })
    return `(${[email, password, rights].map(literal).join(', ')})${index < people.length - 1 ? ',' : ''}`
  })
  return code`
    ${GUARD[project.locale]}
    update auth.users
    set encrypted_password = extensions.crypt(demo.password, extensions.gen_salt('bf')),
      raw_app_meta_data = users.raw_app_meta_data || demo.rights::jsonb
    from (values
      ${lines}
    ) as demo (email, password, rights)
    where to_regprocedure('auth.is_local()') is not null
      and users.email = demo.email and users.encrypted_password = '';

    insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    select id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true), 'email', now(), now(), now()
    from auth.users
    where to_regprocedure('auth.is_local()') is not null
      and email in (${people.map(({ email }) => literal(email)).join(', ')})
    on conflict do nothing;
  `
}

const GUARD = {
  en: [
    '-- The demo people sign in with the passwords below, which everybody can read here. So they are set on a local',
    '-- database only (what `npm run dev` starts, and the preview): only there the function auth.is_local() exists.',
  ],
  es: [
    '-- Las personas de prueba inician sesión con estas contraseñas, que cualquiera puede leer aquí. Por eso solo valen en',
    '-- una base de datos local (la que inicia `npm run dev` y la vista previa): solo allí existe auth.is_local().',
  ],
} as const

const NOTE = {
  en: [
    '-- Example rows for trying the application; a local database gets them by itself after the migrations.',
    '-- The people are made up. In a project at Supabase nobody can sign in as them; do not run this where it is in use.',
  ],
  es: [
    '-- Filas de ejemplo para probar la aplicación; una base de datos local las recibe sola después de las migraciones.',
    '-- Las personas son inventadas. En un proyecto de Supabase nadie puede entrar como ellas; no lo ejecute en uno en uso.',
  ],
} as const

export function writeSeed(project: ProjectModel): string {
  const rows = sampleRows(project)
  const needsPeople =
    demoPeople(project.spec).length > 0 ||
    project.entities.some((model) => model.references.some((reference) => reference.isPerson))
  const inserts = inCreationOrder(project).map((model) =>
    insertRows(project, model, rows.get(model.entity.table) ?? []),
  )
  return (
    [NOTE[project.locale].join('\n'), ...(needsPeople ? [insertPeople(project)] : []), ...inserts]
      .concat(letDemoPeopleIn(project))
      .filter(Boolean)
      .join('\n\n') + '\n'
  )
}
