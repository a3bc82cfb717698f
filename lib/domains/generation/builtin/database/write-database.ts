import type { ProjectFile, WriterInput } from '../../agents/agent'
import { modelOf, type ProjectModel } from '../project-model'
import { differenceName, writeDifference } from './write-difference'
import { writeInitialMigration } from './write-migration'
import { writeSeed } from './write-seed'
import { writeTypes } from './write-types'

const INITIAL = '00000000000001_init.sql'

/**
 * The first migration of a new project, the next one of an existing project, or null when the database stays as it is.
 */
function migrationFile(project: ProjectModel, previous: ProjectModel | null, number: number): ProjectFile | null {
  const folder = 'supabase/migrations/'
  if (previous === null || previous.entities.length === 0) {
    return project.entities.length === 0 ? null : { path: folder + INITIAL, content: writeInitialMigration(project) }
  }
  const content = writeDifference(previous, project)
  return content === null
    ? null
    : { path: `${folder}${String(number).padStart(14, '0')}_${differenceName(previous, project)}.sql`, content }
}

/**
 * The built-in database writer: migration, example rows, and the types that the rest of the project is checked against.
 * Pure: the same plans give the same bytes. Stops between two files when the run is cancelled.
 */
export function* writeDatabase({ spec, previous, migration = 2, signal }: WriterInput): Generator<ProjectFile> {
  const project = modelOf(spec)
  signal.throwIfAborted()
  const file = migrationFile(project, previous === undefined ? null : modelOf(previous), migration)
  if (file !== null) yield file
  signal.throwIfAborted()
  if (project.entities.length > 0) yield { path: 'supabase/seed.sql', content: writeSeed(project) }
  signal.throwIfAborted()
  yield { path: 'lib/database.types.ts', content: writeTypes(project) }
}
