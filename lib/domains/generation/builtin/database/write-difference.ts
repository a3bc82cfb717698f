import type { Field } from '../../../spec/contract'
import type { Rule } from '../../../spec/rules'
import { code } from '../code'
import {
  type EntityModel,
  inCreationOrder,
  isEditable,
  profileColumns,
  type ProjectModel,
  uniqueColumns,
} from '../project-model'
import { schemaFunctions } from './write-functions'
import { createTables } from './write-migration'
import { grants, policies, policyNames } from './write-policies'
import { literal, name, names, objectName, table, typeOf } from './sql'
import { ruleSignature } from './write-rules'
import {
  columnCheck,
  columnDefault,
  createIndexes,
  foreignKey,
  foreignKeyName,
  isNotNull,
  touchTrigger,
} from './write-tables'

/**
 * A further migration: what changed between two plans and nothing else, because the earlier files may have run already.
 * Rows that exist are kept: a new column is filled before it becomes mandatory, and only what the plan no longer has is
 * dropped.
 */
type Change = { before: EntityModel; after: EntityModel }

/** Names Postgres gives to unnamed constraints of a table: `<table>_<columns>_<kind>`. */
const constraintName = (of: string, columns: readonly string[], kind: 'check' | 'key'): string =>
  objectName(of, ...columns, kind)

const alter = (model: EntityModel, action: string): string => `alter table ${table(model.entity.table)} ${action};`

/** A value for rows that exist when a column becomes mandatory; null when nothing can be made up, as for a link. */
function fillValue(model: EntityModel, field: Field): string | null {
  const usual = columnDefault(model, field).replace(/^default /, '')
  if (usual !== '' && field.column !== model.owner) return usual
  switch (field.type) {
    case 'text':
    case 'longtext':
      return literal('–')
    case 'integer':
    case 'number':
    case 'money':
      return /between (\d+)/.exec(columnCheck(field))?.[1] ?? '0'
    case 'date':
      return 'current_date'
    case 'datetime':
      return 'now()'
    case 'email':
      return literal('unknown@example.com')
    case 'json':
      return "'{}'"
    case 'url':
    case 'image':
    case 'file':
      return literal('/')
    default:
      return null
  }
}

function setNotNull(model: EntityModel, field: Field): string[] {
  const column = name(field.column)
  const fill = fillValue(model, field)
  if (fill !== null) {
    return [
      `update ${table(model.entity.table)} set ${column} = ${fill} where ${column} is null;`,
      alter(model, `alter column ${column} set not null`),
    ]
  }
  // Nobody can make up a link or an owner for rows that exist: they keep their gap, new projects get the constraint.
  return [
    code`
      do $$ begin
        if not exists (select 1 from ${table(model.entity.table)} where ${column} is null) then
          alter table ${table(model.entity.table)} alter column ${column} set not null;
        end if;
      end $$;
    `,
  ]
}

function addColumn(model: EntityModel, field: Field): string[] {
  const parts = [
    name(field.column),
    typeOf(field),
    columnDefault(model, field),
    foreignKey(model, field),
    columnCheck(field),
  ]
  return [
    alter(model, `add column ${parts.filter(Boolean).join(' ')}`),
    ...(isNotNull(model, field) ? setNotNull(model, field) : []),
  ]
}

/** Types a value survives the change between. Anything else starts as a new, empty column. */
function isConvertible(from: string, to: string): boolean {
  const numbers = ['integer', 'numeric', 'bigint']
  return (
    to === 'text' ||
    (numbers.includes(from) && numbers.includes(to)) ||
    (from === 'date' && to === 'timestamptz') ||
    (from === 'timestamptz' && to === 'date')
  )
}

function changeColumn({ before, after }: Change, was: Field, is: Field): string[] {
  const column = name(is.column)
  const [from, to] = [typeOf(was), typeOf(is)]
  const isRelinked = was.references !== is.references
  if ((from !== to && !isConvertible(from, to)) || (isRelinked && from === 'uuid'))
    return [alter(after, `drop column ${column} cascade`), ...addColumn(after, is)]
  const [checkBefore, checkAfter] = [columnCheck(was), columnCheck(is)]
  const [defaultBefore, defaultAfter] = [columnDefault(before, was), columnDefault(after, is)]
  const [wasNeeded, isNeeded] = [isNotNull(before, was), isNotNull(after, is)]
  const check = constraintName(after.entity.table, [is.column], 'check')
  const isRechecked = checkBefore !== checkAfter || from !== to
  return [
    isRechecked && checkBefore !== '' ? alter(after, `drop constraint if exists ${name(check)}`) : '',
    defaultBefore !== defaultAfter || from !== to ? alter(after, `alter column ${column} drop default`) : '',
    from !== to ? alter(after, `alter column ${column} type ${to} using ${column}::${to}`) : '',
    defaultAfter !== '' && (defaultBefore !== defaultAfter || from !== to)
      ? alter(after, `alter column ${column} set ${defaultAfter}`)
      : '',
    // Values that the plan no longer has become the first one it has.
    is.type === 'enum' && isRechecked && is.values?.[0] !== undefined
      ? `update ${table(after.entity.table)} set ${column} = ${literal(is.values[0])} where ${column} not in (${is.values.map(literal).join(', ')});`
      : '',
    wasNeeded && !isNeeded ? alter(after, `alter column ${column} drop not null`) : '',
    ...(isNeeded && !wasNeeded ? setNotNull(after, is) : []),
    // `not valid`: rows from before the rule may break it, new and changed ones may not.
    isRechecked && checkAfter !== '' ? alter(after, `add constraint ${name(check)} ${checkAfter} not valid`) : '',
    is.type === 'reference' && foreignKey(before, was) !== foreignKey(after, is)
      ? `${alter(after, `drop constraint if exists ${name(foreignKeyName(after, is.column))}`)}\n${alter(after, `add constraint ${name(foreignKeyName(after, is.column))} foreign key (${column}) ${foreignKey(after, is)}`)}`
      : '',
  ].filter(Boolean)
}

function changeUnique({ before, after }: Change): string[] {
  const [was, is] = [uniqueColumns(before), uniqueColumns(after)]
  if (was.join() === is.join()) return []
  const of = after.entity.table
  return [
    was.length > 0 ? alter(after, `drop constraint if exists ${name(constraintName(of, was, 'key'))}`) : '',
    is.length > 0 ? alter(after, `add constraint ${name(constraintName(of, is, 'key'))} unique (${names(is)})`) : '',
  ].filter(Boolean)
}

function changeUpdatedAt({ before, after }: Change): string[] {
  if (isEditable(before) === isEditable(after)) return []
  return isEditable(after)
    ? [alter(after, 'add column updated_at timestamptz not null default now()'), touchTrigger(after)]
    : [`drop trigger if exists set_updated_at on ${table(after.entity.table)};`, alter(after, 'drop column updated_at')]
}

function changeTable(change: Change): string[] {
  const { before, after } = change
  const was = new Map(before.fields.map((field) => [field.column, field]))
  const is = new Map(after.fields.map((field) => [field.column, field]))
  const dropped = before.fields.filter((field) => !is.has(field.column))
  const added = after.fields.filter((field) => !was.has(field.column))
  return [
    ...dropped.map((field) => alter(after, `drop column ${name(field.column)} cascade`)),
    ...after.fields.flatMap((field) => {
      const old = was.get(field.column)
      return old === undefined ? addColumn(after, field) : changeColumn(change, old, field)
    }),
    ...changeUnique(change),
    ...changeUpdatedAt(change),
    ...(added.length > 0 ? createIndexes(after, new Set(added.map((field) => field.column))) : []),
  ]
}

/** Functions that both plans have are replaced, so that a changed profile is made in its new form. */
function changeFunctions(
  before: ProjectModel,
  after: ProjectModel,
): { early: string[]; late: string[]; last: string[] } {
  const [was, is] = [schemaFunctions(before), schemaFunctions(after)]
  const replace = (sql: string): string =>
    sql
      .replaceAll('create function', 'create or replace function')
      .replace(/create trigger on_auth_user_created/, 'create or replace trigger on_auth_user_created')
  const isNew = (known: readonly string[]) => (sql: string) => !known.includes(sql)
  const profiles = profileColumns(after)
  // People who signed up before there were profiles get theirs now.
  const backfill =
    before.profiles === null && after.profiles !== null && profiles !== null
      ? `insert into public.profiles (${names([profiles.user, ...(profiles.name === null ? [] : [profiles.name])])}) select id${profiles.name === null ? '' : `, coalesce(nullif(split_part(email, '@', 1), ''), '–')`} from auth.users on conflict do nothing;`
      : ''
  const orphan =
    before.profiles !== null && after.profiles === null
      ? [
          'drop trigger if exists on_auth_user_created on auth.users;',
          'drop function if exists public.handle_new_user();',
        ]
      : []
  return {
    early: [...orphan, ...is.beforeTables.filter(isNew(was.beforeTables)).map(replace)],
    late: [...is.afterTables.filter(isNew(was.afterTables)).map(replace), backfill].filter(Boolean),
    // Only when no policy and no trigger names them any more.
    last: [
      ...was.beforeTables
        .filter(isNew(is.beforeTables))
        .flatMap((sql) => /create function (public\.\w+\(\))/.exec(sql)?.[1] ?? [])
        .map((signature) => `drop function if exists ${signature};`),
      // With their triggers.
      ...goneRules(before, after).map((rule) => `drop function if exists ${ruleSignature(rule)} cascade;`),
    ],
  }
}

/** Rules of which the later plan has none by the same name. */
function goneRules(before: ProjectModel, after: ProjectModel): Rule[] {
  const kept = new Set(after.rules.map(ruleSignature))
  return before.rules.filter((rule) => !kept.has(ruleSignature(rule)))
}

const accessOf = (project: ProjectModel, model: EntityModel): string =>
  [...grants(model), ...policies(project, model)].join('\n')

/**
 * Policies may name columns that go or change, so those of every touched table are taken down first and put up again
 * last.
 */
function touched(before: ProjectModel, after: ProjectModel): Change[] {
  const changes = after.entities.flatMap((model) => {
    const was = before.byTable.get(model.entity.table)
    return was === undefined ? [] : [{ before: was, after: model }]
  })
  return changes.filter(
    (change) => accessOf(before, change.before) !== accessOf(after, change.after) || changeTable(change).length > 0,
  )
}

/** The statements from one plan to the next, without anything when the database stays as it is. */
export function differenceStatements(before: ProjectModel, after: ProjectModel): string[] {
  const changes = touched(before, after)
  const dropped = inCreationOrder(before)
    .filter((model) => !after.byTable.has(model.entity.table))
    .toReversed()
  const added = inCreationOrder(after).filter((model) => !before.byTable.has(model.entity.table))
  const functions = changeFunctions(before, after)
  const kept = new Set(changes.map((change) => change.after.entity.table))
  for (const model of after.entities) if (before.byTable.has(model.entity.table)) kept.add(model.entity.table)
  return [
    ...changes.flatMap(({ before: was }) =>
      policyNames(before, was).map((policy) => `drop policy if exists ${name(policy)} on ${table(was.entity.table)};`),
    ),
    ...dropped.map((model) => `drop table ${table(model.entity.table)} cascade;`),
    ...functions.early,
    ...createTables(added, kept),
    ...changes.flatMap(changeTable),
    ...functions.late,
    ...changes.flatMap(({ after: is }) => [...grants(is), ...policies(after, is)]),
    ...added.flatMap((model) => policies(after, model)),
    ...functions.last,
  ].filter(Boolean)
}

/** What the file is called after its number: the one table it is about, or what kind of change it is. */
export function differenceName(before: ProjectModel, after: ProjectModel): string {
  const added = after.entities
    .filter((model) => !before.byTable.has(model.entity.table))
    .map((model) => model.entity.table)
  const dropped = before.entities
    .filter((model) => !after.byTable.has(model.entity.table))
    .map((model) => model.entity.table)
  const changed = touched(before, after).map((change) => change.after.entity.table)
  if (added.length > 0) return objectName('add', added[0] ?? '')
  if (dropped.length > 0) return objectName('drop', dropped[0] ?? '')
  return changed.length === 1 ? objectName('change', changed[0] ?? '') : 'change_tables'
}

export function writeDifference(before: ProjectModel, after: ProjectModel): string | null {
  const statements = differenceStatements(before, after)
  if (statements.length === 0) return null
  return (
    [
      `-- ${after.spec.name.replace(/\s+/g, ' ')}: what changed since the migration before this one.`,
      ...statements,
    ].join('\n\n') + '\n'
  )
}
