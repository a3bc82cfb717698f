import type { Ctx } from '../../context'
import type { Locale } from '../../core/locale'
import { notFound } from '../../core/errors'
import type { Preview } from '../preview/contract'
import { previewOfFiles } from '../preview/internal/preview-of'
import { manifestOf } from '../spec/manifest'
import { writeProject } from './builtin/write-project'
import { findTemplate } from './list-templates'

type Files = Promise<Map<string, Uint8Array>>
const written = new Map<string, Files>()

/**
 * A template, built to run in a browser: written by the built-in generators when somebody first wants it, and then kept
 * with what was built of it. Whoever runs it has its data in their own tab.
 * @throws not_found
 */
export async function openTemplate(ctx: Ctx, slug: string, locale: Locale): Promise<Preview> {
  const template = findTemplate(slug, locale)
  if (template === null) throw notFound('template')
  const { prompt } = template
  let files = written.get(prompt)
  if (files === undefined) {
    files = writeProject(prompt)
    written.set(prompt, files)
    files.catch(() => written.delete(prompt))
  }
  const all = await files
  return previewOfFiles(ctx.home, 1, manifestOf(all), all)
}
