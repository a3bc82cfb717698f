import { z } from 'zod'
import { DevoraJson } from '../spec/contract'
import { Report } from './contract'

/**
 * The public contracts as JSON Schema (draft 2020-12), generated from the zod schemas into `public/schemas`. `io:
 * 'input'`: what a document may look like that somebody else wrote, so open objects stay open.
 */
export function jsonSchemas(): Record<'devora' | 'report', object> {
  const make = (schema: z.ZodType, title: string, description: string): object => ({
    ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }),
    title,
    description,
  })
  return {
    devora: make(
      DevoraJson,
      'devora.json: what a project is meant to be',
      'Stands in the root of every generated project and is read by every check. The minimum is {"devora": 1}; what is absent is derived and the report says so.',
    ),
    report: make(
      Report,
      'The evidence report of one version (also `verify --json`)',
      'Bound by `manifest` to exactly the files that were checked.',
    ),
  }
}
