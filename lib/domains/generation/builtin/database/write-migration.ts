import { code } from '../code'
import { type EntityModel, inCreationOrder, type ProjectModel } from '../project-model'
import { schemaFunctions } from './write-functions'
import { enableRls, grants, policies } from './write-policies'
import { createIndexes, createTable, lateForeignKeys, touchTrigger } from './write-tables'

const heading = (text: string): string => `-- ${text}`

/** Everything of one table that does not need another table: itself, its indexes, its trigger, its grants. */
const tableSection = (model: EntityModel, created: ReadonlySet<string>): string =>
  [
    heading(model.names.labelMany),
    createTable(model, created),
    enableRls(model),
    createIndexes(model).join('\n'),
    touchTrigger(model),
    grants(model).join('\n'),
  ]
    .filter(Boolean)
    .join('\n')

/**
 * Tables in an order in which each finds those it refers to; returns the statements and, last, the keys that close
 * circles.
 */
export function createTables(models: readonly EntityModel[], existing: ReadonlySet<string>): string[] {
  const created = new Set(existing)
  const sections: string[] = []
  const late: string[] = []
  for (const model of models) {
    sections.push(tableSection(model, created))
    late.push(...lateForeignKeys(model, created))
    created.add(model.entity.table)
  }
  return late.length === 0 ? sections : [...sections, late.join('\n')]
}

/** The first migration: from an empty Supabase project to the whole schema. */
export function writeInitialMigration(project: ProjectModel): string {
  const functions = schemaFunctions(project)
  const models = inCreationOrder(project)
  const rules = models.map((model) =>
    [heading(`Who may do what: ${model.names.labelMany.toLowerCase()}`), ...policies(project, model)].join('\n'),
  )
  return [
    code`
      -- ${project.spec.name.replace(/\s+/g, ' ')}: tables, constraints, grants and row-level security.
      -- Applied by "supabase db push" (or paste it into the SQL editor of an empty project).
    `,
    ...functions.beforeTables,
    ...createTables(models, new Set()),
    ...functions.afterTables,
    ...rules,
  ]
    .join('\n\n')
    .concat('\n')
}
