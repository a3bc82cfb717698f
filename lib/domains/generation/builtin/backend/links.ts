import { type EntityModel, profileColumns, type ProjectModel, type Reference } from '../project-model'

/** Links between rows as the reading code needs them: what they point to, and which column names the other row. */

export type LinkedRow = Reference & { target: EntityModel; labelColumn: string }

/** The column by which a row of that table is shown where another row links to it. */
export function labelColumn(model: EntityModel): string {
  const readable = (['text', 'email', 'enum', 'date', 'datetime', 'url'] as const).map((type) =>
    model.fields.find((field) => field.type === type),
  )
  return (model.title ?? readable.find((field) => field !== undefined))?.column ?? 'id'
}

export function linkedRows(project: ProjectModel, model: EntityModel): LinkedRow[] {
  return model.references.flatMap((reference) => {
    const target = project.byTable.get(reference.table)
    return target === undefined || reference.isPerson
      ? []
      : [{ ...reference, target, labelColumn: labelColumn(target) }]
  })
}

/** References to people that come with a name; `profiles` itself is the name. */
export const linkedPeople = (project: ProjectModel, model: EntityModel): Reference[] =>
  profileColumns(project)?.name == null || model === project.profiles
    ? []
    : model.references.filter((reference) => reference.isPerson)

/** `readable(…)` around an expression, where rows need labels at all. */
export type Readable = (rows: string) => string

export function readableCall(project: ProjectModel, model: EntityModel): Readable {
  const hasPeople = linkedPeople(project, model).length > 0
  if (!hasPeople && linkedRows(project, model).length === 0) return (rows) => rows
  return (rows) => (hasPeople ? `await readable(${rows})` : `readable(${rows})`)
}

/** Filters by a person may say `me`, so only then the session is looked at. */
export const conditions = (model: EntityModel): string =>
  model.references.some((reference) => reference.isPerson)
    ? 'conditionsOf(query.filters, COLUMNS, (await currentUser())?.id ?? null)'
    : 'conditionsOf(query.filters, COLUMNS, null)'
