import type { ProjectFile, WriterInput } from '../../agents/agent'
import { modelOf } from '../project-model'
import { writeInitialMigration } from './write-migration'
import { writeSeed } from './write-seed'
import { writeTypes } from './write-types'

/** The built-in database writer: migration, example rows and the types that the rest of the project is checked against. */
export function* writeDatabase({ spec, signal }: WriterInput): Generator<ProjectFile> {
  const project = modelOf(spec)
  signal.throwIfAborted()
  if (project.entities.length > 0) yield { path: 'supabase/migrations/00000000000001_init.sql', content: writeInitialMigration(project) }
  signal.throwIfAborted()
  if (project.entities.length > 0) yield { path: 'supabase/seed.sql', content: writeSeed(project) }
  signal.throwIfAborted()
  yield { path: 'lib/database.types.ts', content: writeTypes(project) }
}
