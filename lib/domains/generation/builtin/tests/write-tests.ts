import type { ProjectFile } from '../../agents/agent'
import { modelOf } from '../project-model'
import { browserTests } from './browser-tests'
import { playwrightConfig, vitestConfig } from './config-files'
import { libraryTests } from './library-tests'
import type { TesterInput } from './tester-input'
import { formSupport, validationTests } from './validation-tests'
import { wordsFor } from './words'

/**
 * The built-in tester: Vitest for what runs without a database, Playwright for what a person does. It reads the plan
 * and the files as they are, and claims nothing that they do not say: of a module that somebody wrote otherwise it
 * tests only what docs/generated-project.md fixes. Pure: the same plan and files give the same bytes. Stops between two
 * files when the run is cancelled.
 */
export function* writeTests(input: TesterInput): Generator<ProjectFile> {
  const { spec, signal } = input
  const words = wordsFor(spec.locale)
  const validation = modelOf(spec).entities.flatMap((model) => validationTests(input, model, words) ?? [])
  const unit = [...validation, ...libraryTests(input, words)]
  const needsForms = unit.some((file) => file.content.includes('@/tests/support/form'))
  const files = [
    vitestConfig(),
    playwrightConfig(),
    ...(needsForms ? [formSupport()] : []),
    ...unit,
    ...browserTests(input, words),
  ]
  for (const file of files) {
    signal.throwIfAborted()
    yield file
  }
}
