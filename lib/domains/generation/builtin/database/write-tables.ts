import type { Field } from '../../../spec/contract'
import { code } from '../code'
import { type EntityModel, isEditable, uniqueColumns } from '../project-model'
import { limitsOf } from './limits'
import { literal, name, names, objectName, table, typeOf } from './sql'

/** `check (…)` of one column, or nothing. Nulls pass every check, so optional columns need no extra word. */
export function columnCheck(field: Field): string {
  const column = name(field.column)
  if (field.type === 'enum' && field.values !== undefined && field.values.length > 0)
    return `check (${column} in (${field.values.map(literal).join(', ')}))`
  const { minLength, maxLength, min, max } = limitsOf(field)
  const tests: string[] = []
  if (maxLength !== undefined)
    tests.push(
      minLength === undefined
        ? `char_length(${column}) <= ${maxLength}`
        : `char_length(${column}) between ${minLength} and ${maxLength}`,
    )
  if (field.type === 'url' || field.type === 'image' || field.type === 'file')
    tests.push(`${column} ~* '^(https?://|/)'`)
  if (field.type === 'email') tests.push(`${column} like '%_@_%'`)
  if (min !== undefined && max !== undefined) tests.push(`${column} between ${min} and ${max}`)
  else if (min !== undefined) tests.push(`${column} >= ${min}`)
  return tests.length === 0 ? '' : `check (${tests.join(' and ')})`
}

/**
 * The value a row gets when none is given: the person for an owner, the first state for a required enum, false for a
 * boolean.
 */
export function columnDefault(model: EntityModel, field: Field): string {
  if (field.column === model.owner) return 'default auth.uid()'
  if (field.type === 'boolean') return 'default false'
  if (field.type === 'enum' && field.values?.[0] !== undefined && (field.required === true || field === model.state))
    return `default ${literal(field.values[0])}`
  return ''
}

export const isNotNull = (model: EntityModel, field: Field): boolean =>
  field.required === true ||
  field.type === 'boolean' ||
  field.column === model.owner ||
  field.column === model.rule.via?.column ||
  field === model.state

/** Rows that make no sense without what they point to go with it; others only lose the link. */
export function foreignKey(model: EntityModel, field: Field): string {
  if (field.type !== 'reference' || field.references === undefined) return ''
  const target = field.references === 'auth.users' ? 'auth.users' : table(field.references.replace(/^public\./, ''))
  return `references ${target} (id) on delete ${isNotNull(model, field) ? 'cascade' : 'set null'}`
}

export function columnDefinition(model: EntityModel, field: Field, options: { deferReference?: boolean } = {}): string {
  return [
    name(field.column),
    typeOf(field),
    isNotNull(model, field) ? 'not null' : '',
    columnDefault(model, field),
    uniqueColumns(model).length === 1 && field.unique === true ? 'unique' : '',
    options.deferReference === true ? '' : foreignKey(model, field),
    columnCheck(field),
  ]
    .filter(Boolean)
    .join(' ')
}

export const foreignKeyName = (model: EntityModel, column: string): string =>
  objectName(model.entity.table, column, 'fkey')

/**
 * `create table` with all its constraints. References to tables that do not exist yet are left out; `lateForeignKeys`
 * adds them.
 */
export function createTable(model: EntityModel, created: ReadonlySet<string>): string {
  const isLate = (field: Field): boolean => isLateReference(model, field, created)
  const unique = uniqueColumns(model)
  const lines = [
    'id uuid primary key default gen_random_uuid()',
    ...model.fields.map((field) => columnDefinition(model, field, { deferReference: isLate(field) })),
    'created_at timestamptz not null default now()',
    isEditable(model) ? 'updated_at timestamptz not null default now()' : '',
    unique.length > 1 ? `unique (${names(unique)})` : '',
  ].filter(Boolean)
  return code`
    create table ${table(model.entity.table)} (
      ${lines.map((line, at) => line + (at < lines.length - 1 ? ',' : ''))}
    );
  `
}

function isLateReference(model: EntityModel, field: Field, created: ReadonlySet<string>): boolean {
  if (field.type !== 'reference' || field.references === undefined || field.references === 'auth.users') return false
  const target = field.references.replace(/^public\./, '')
  return target !== model.entity.table && !created.has(target)
}

/** Foreign keys that close a circle of tables. */
export function lateForeignKeys(model: EntityModel, created: ReadonlySet<string>): string[] {
  return model.fields
    .filter((field) => isLateReference(model, field, created))
    .map(
      (field) =>
        `alter table ${table(model.entity.table)} add constraint ${name(foreignKeyName(model, field.column))} foreign key (${name(field.column)}) ${foreignKey(model, field)};`,
    )
}

/**
 * An index per foreign key (Postgres makes none), for the newest-first order of every list, and for the column people
 * search and sort by.
 */
export function createIndexes(model: EntityModel, only?: ReadonlySet<string>): string[] {
  const { table: of } = model.entity
  const unique = uniqueColumns(model)
  const isWanted = (column: string): boolean => only === undefined || only.has(column)
  // The first column of a unique constraint has its index already.
  const links = model.fields
    .filter((field) => field.type === 'reference' && field.column !== unique[0] && isWanted(field.column))
    .map((field) => field.column)
  const searched =
    model.title !== null && model.title.column !== unique[0] && isWanted(model.title.column) ? [model.title.column] : []
  const states = model.state !== null && isWanted(model.state.column) ? [model.state.column] : []
  return [
    ...[...links, ...states, ...searched].map(
      (column) => `create index ${name(objectName(of, column, 'idx'))} on ${table(of)} (${name(column)});`,
    ),
    ...(only === undefined
      ? [`create index ${name(objectName(of, 'created_at', 'idx'))} on ${table(of)} (created_at desc);`]
      : []),
  ]
}

export const touchTrigger = (model: EntityModel): string =>
  isEditable(model)
    ? `create trigger set_updated_at before update on ${table(model.entity.table)} for each row execute function public.set_updated_at();`
    : ''
