import { isModelError, type ModelErrorKind } from '../../../integrations/models/port'

export type MakerFailure =
  /** The server failed for good; `kind` says how. */
  | 'model-error'
  /** The answers held no file at all, also when asked again. */
  | 'no-files'
  /** Files that the stage owes were not written, or never parsed. */
  | 'incomplete'
  /** The same again and again. */
  | 'looping'

/**
 * A model could not do its stage for good. The stage falls back to the built-in maker; files that were yielded before
 * are complete each, but not together. Its message is for the run's log and the report, free of keys and prompts.
 */
export class MakerFailed extends Error {
  readonly failure: MakerFailure
  readonly kind: ModelErrorKind | null
  /** Paths that are missing, for `incomplete`. */
  readonly missing: readonly string[]
  constructor(
    failure: MakerFailure,
    message: string,
    details: { kind?: ModelErrorKind; missing?: readonly string[] } = {},
  ) {
    super(message)
    this.name = 'MakerFailed'
    this.failure = failure
    this.kind = details.kind ?? null
    this.missing = details.missing ?? []
  }
}

/** A ModelError as MakerFailed; anything else (a cancel, a budget that is used up, a fault of ours) unchanged. */
export const asMakerFailed = (error: unknown): unknown =>
  isModelError(error) ? new MakerFailed('model-error', error.message, { kind: error.kind }) : error
