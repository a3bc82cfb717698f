import type { Model } from '../model'

/**
 * A component every project shares in form but not in words: written once here, emitted only where a page imports it.
 */
export type Part = {
  /** Path in the generated project. */
  path: string
  client?: true
  exports: readonly string[]
  types?: readonly string[]
  body(model: Model): string
}
