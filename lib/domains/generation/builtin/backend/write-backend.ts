import type { ProjectFile, WriterInput } from '../../agents/agent'
import { modelOf } from '../project-model'
import { actionsFile } from './actions-file'
import { apiFiles } from './api-files'
import { authFiles } from './auth-files'
import { dataFile } from './data-file'
import { formFiles } from './form-files'
import { queryFiles } from './query-files'
import { supabaseFiles } from './supabase-files'
import { textsFor } from './texts'
import { validationFile } from './validation-file'

/**
 * The built-in backend: how the app reaches Supabase, who is signed in, and per entity its validation, reads and
 * actions, then the API routes of the plan. Pure: the same plan gives the same bytes. Stops between two files when the
 * run is cancelled.
 */
export function* writeBackend({ spec, signal }: WriterInput): Generator<ProjectFile> {
  const project = modelOf(spec)
  const texts = textsFor(project.locale)
  const supabase = supabaseFiles(texts, project.locale)
  const shared = [
    supabase,
    formFiles(texts, project.rules.length > 0),
    authFiles(project, texts),
    queryFiles(project),
  ].flat()
  for (const file of shared) {
    signal.throwIfAborted()
    yield file
  }
  for (const model of project.entities) {
    signal.throwIfAborted()
    yield validationFile(model)
    yield dataFile(project, model)
    yield actionsFile(project, model, texts)
  }
  for (const file of apiFiles(project, texts)) {
    signal.throwIfAborted()
    yield file
  }
}
