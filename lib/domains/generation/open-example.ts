import en from '../../../messages/en/prompt.json' with { type: 'json' }
import es from '../../../messages/es/prompt.json' with { type: 'json' }
import type { Ctx } from '../../context'
import type { Locale } from '../../core/locale'
import type { Preview } from '../preview/contract'
import { previewOfFiles } from '../preview/internal/preview-of'
import { manifestOf } from '../spec/manifest'
import { writeProject } from './builtin/write-project'
import type { TryExample } from './contract'

const SENTENCES = { en: en.examples, es: es.examples } as const
type Files = Promise<Map<string, Uint8Array>>
const written = new Map<string, Files>()

/** What an example was made from, as the prompt box has it. */
export const exampleSentence = (example: TryExample, locale: Locale): { title: string; prompt: string } =>
  SENTENCES[locale][example]

/**
 * An example, built to run in a browser: written by the built-in generators when somebody first wants it, and then kept
 * with what was built of it. Whoever runs it has its data in their own tab.
 */
export async function openExample(ctx: Ctx, example: TryExample, locale: Locale): Promise<Preview> {
  const { prompt } = exampleSentence(example, locale)
  let files = written.get(prompt)
  if (files === undefined) {
    files = writeProject(prompt)
    written.set(prompt, files)
    files.catch(() => written.delete(prompt))
  }
  const all = await files
  return previewOfFiles(ctx.home, 1, manifestOf(all), all)
}
