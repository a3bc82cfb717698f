import type { AppSpec } from '../../../spec/contract'

/**
 * What a tester gets: the plan, and the project's files as they were reviewed (path → text). Tests are about what is
 * really there, which a person or a model may have written otherwise than the built-in makers would have.
 */
export type TesterInput = { spec: AppSpec; files: ReadonlyMap<string, string>; signal: AbortSignal }

/** Whether a module exports a value of this name; the text decides, for nothing of the project is run here. */
export const exportsName = (source: string | undefined, name: string): boolean =>
  source !== undefined && new RegExp(`^export (?:async function|function|const) ${name}\\b`, 'm').test(source)
