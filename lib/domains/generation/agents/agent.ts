import type { AppSpec } from '../../spec/contract'
import { type FileOwner, ownerOf } from '../../spec/ownership'

/** One generated text file. Paths are relative to the project root, `/`-separated. */
export type ProjectFile = { path: string; content: string }

/** The stages that write files, in the order in which a reader of the report expects them. */
export const WRITERS = ['frontend', 'backend', 'database'] as const
export type WriterName = (typeof WRITERS)[number]

/**
 * What a writer's generator gets. `previous` is the plan that the current files were made from, when an existing
 * project is changed: the database writer then answers a further migration instead of rewriting one that may have run
 * already.
 * `migration` is that migration's number: greater than every one written before, because Supabase applies them in this
 * order (2 when left out).
 */
export type WriterInput = { spec: AppSpec; previous?: AppSpec; migration?: number; signal: AbortSignal }

/**
 * A generator answers file by file, so that each can be shown as soon as it is written. Built-in generators are pure
 * and deterministic.
 */
export type WriterGenerator = (input: WriterInput) => Iterable<ProjectFile> | AsyncIterable<ProjectFile>

/**
 * A writer: who it is, what it may write, and how. `builtin` needs no network; a model generator joins it behind the
 * same type.
 */
export type Writer = { name: WriterName; owns(path: string): boolean; make: { builtin: WriterGenerator } }

export const ownsPathsOf =
  (owner: FileOwner) =>
  (path: string): boolean =>
    ownerOf(path) === owner
