import { errorText } from '../../../core/error-texts'
import type { Words } from '../../../core/told'
import { isModelError, type ModelErrorKind } from '../../../integrations/models/port'

export type GeneratorFailure =
  /** The server failed for good; `kind` says how. */
  | 'model-error'
  /** The answers held no file at all, also when asked again. */
  | 'no-files'
  /** Files that the stage owes were not written, or never parsed. */
  | 'incomplete'
  /** The same again and again. */
  | 'looping'

/**
 * A model could not do its stage for good. The stage falls back to the built-in generator; files that were yielded
 * before are complete each, but not together. What it says is free of keys and prompts.
 */
export class GeneratorFailed extends Error {
  readonly failure: GeneratorFailure
  readonly kind: ModelErrorKind | null
  /** Paths that are missing, for `incomplete`. */
  readonly missing: readonly string[]
  /** What there is to say of it, for any language. */
  readonly told: Words
  constructor(
    failure: GeneratorFailure,
    told: Words,
    details: { kind?: ModelErrorKind; missing?: readonly string[] } = {},
  ) {
    super(errorText('en', told))
    this.name = 'GeneratorFailed'
    this.failure = failure
    this.told = told
    this.kind = details.kind ?? null
    this.missing = details.missing ?? []
  }
}

/** A ModelError as GeneratorFailed; anything else (a cancel, a budget that is used up, a fault of ours) unchanged. */
export const asGeneratorFailed = (error: unknown): unknown =>
  isModelError(error) ? new GeneratorFailed('model-error', error.told, { kind: error.kind }) : error
