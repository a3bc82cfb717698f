import { blueprintSamples } from './blueprints/blueprint-words'
import type { AccessRule, AppSpec, Entity, Field, Operation, Role } from '../../spec/contract'
import { type EntityNames, entityNames, referencesUser, titleField } from '../../spec/names'
import { type Rule, rulesOf } from '../../spec/rules'

/**
 * The plan as the database and backend writers look at it: every entity with its access rule, its links resolved in
 * both directions and the few columns that carry a meaning (owner, title, state). Computed once per writer, pure.
 */
export type EntityModel = {
  entity: Entity
  names: EntityNames
  fields: readonly Field[]
  rule: AccessRule
  /** Column that holds `auth.uid()` of the owner; null for children, catalogues and inboxes. */
  owner: string | null
  /** What a person recognises a row by; null when the row has only numbers and links. */
  title: Field | null
  /** The enum field that `entity.states` moves along. */
  state: Field | null
  references: readonly Reference[]
}

/** A column that points to another row. `target` is null for `auth.users`. */
export type Reference = {
  field: Field
  column: string
  table: string
  /** `client_id` → `client`: what the linked row is called in a `Row` (`client_label`) and in a query. */
  name: string
  isPerson: boolean
}

export type ProjectModel = {
  spec: AppSpec
  locale: 'en' | 'es'
  entities: readonly EntityModel[]
  byTable: ReadonlyMap<string, EntityModel>
  /** The table with one public row per person, when the plan has one. */
  profiles: EntityModel | null
  /** What rows must keep to; rules whose columns have gone since are none. */
  rules: readonly Rule[]
  /** What example rows have, by `table.column`, where the design says so. */
  samples: ReadonlyMap<string, readonly string[]>
}

const DENY_ALL = (table: string): AccessRule => ({ table, allow: {} })
const bare = (table: string): string => table.replace(/^public\./, '')

export const mayDo = (rule: AccessRule, role: Role, operation: Operation): boolean =>
  rule.allow[role]?.includes(operation) ?? false

const stateField = (entity: Entity): Field | null => {
  const named = new Set((entity.states ?? []).flatMap((change) => [change.from, change.to]))
  if (named.size === 0) return null
  return (
    entity.fields.find(
      (field) => field.type === 'enum' && [...named].every((state) => field.values?.includes(state)),
    ) ?? null
  )
}

/** The word before `_id`; a column called just `id_…` or without the suffix keeps its whole name. */
export const referenceName = (column: string): string => column.replace(/_id$/, '') || column

/**
 * A renamed thing keeps its table, and with it its rows: then the title of its list says what many of them are called.
 */
function namesIn(spec: AppSpec, entity: Entity): EntityNames {
  const names = entityNames(entity)
  const list = spec.pages.find((page) => page.view === 'list' && page.entity === entity.name)
  return spec.makers.architect === 'builtin' && list?.title !== undefined ? { ...names, labelMany: list.title } : names
}

export function modelOf(spec: AppSpec): ProjectModel {
  const rules = new Map(spec.access.map((rule) => [bare(rule.table), rule]))
  const entities = spec.entities.map((entity): EntityModel => {
    const rule = rules.get(entity.table) ?? DENY_ALL(entity.table)
    return {
      entity,
      names: namesIn(spec, entity),
      fields: entity.fields,
      rule,
      owner: rule.owner ?? null,
      title: titleField(entity),
      state: stateField(entity),
      references: entity.fields
        .filter((field) => field.type === 'reference' && field.references !== undefined)
        .map((field) => ({
          field,
          column: field.column,
          table: bare(field.references ?? ''),
          name: referenceName(field.column),
          isPerson: referencesUser(field),
        })),
    }
  })
  const byTable = new Map(entities.map((model) => [model.entity.table, model]))
  const profiles = byTable.get('profiles') ?? null
  return {
    spec,
    locale: spec.locale,
    entities,
    byTable,
    profiles,
    rules: rulesOf(spec),
    samples: blueprintSamples(spec),
  }
}

/** Rows somebody signed in (or staff) may change: they carry `updated_at`. */
export const isEditable = (model: EntityModel): boolean =>
  (['anon', 'owner', 'other', 'member', 'admin', 'former'] as const).some((role) => mayDo(model.rule, role, 'update'))

/** Fields a person fills in: everything but the owner column. */
export const formFields = (model: EntityModel): Field[] => model.fields.filter((field) => field.column !== model.owner)

/** The column of `profiles` that holds the person's id, and the one that holds the name shown to others. */
export function profileColumns(project: ProjectModel): { user: string; name: string | null } | null {
  const { profiles } = project
  if (profiles === null) return null
  const user = profiles.owner ?? profiles.references.find((reference) => reference.isPerson)?.column
  if (user === undefined) return null
  const texts = profiles.fields.filter((field) => field.type === 'text')
  const name =
    texts.find((field) => ['display_name', 'name', 'full_name', 'nombre', 'username'].includes(field.column)) ??
    texts[0]
  return { user, name: name?.column ?? null }
}

/**
 * Owned rows first, then what refers to them: the order in which tables can be created and filled. Cycles keep the
 * plan's order.
 */
export function inCreationOrder(project: ProjectModel): EntityModel[] {
  const done = new Set<string>()
  const ordered: EntityModel[] = []
  const visit = (model: EntityModel, path: ReadonlySet<string>): void => {
    const { table } = model.entity
    if (done.has(table) || path.has(table)) return
    for (const reference of model.references) {
      const target = project.byTable.get(reference.table)
      if (target !== undefined && target !== model) visit(target, new Set([...path, table]))
    }
    if (done.has(table)) return
    done.add(table)
    ordered.push(model)
  }
  for (const model of project.entities) visit(model, new Set())
  return ordered
}

/** Several `unique` fields of one entity are one constraint over all of them; a single one is a unique column. */
export const uniqueColumns = (model: EntityModel): string[] =>
  model.fields.filter((field) => field.unique === true).map((field) => field.column)
