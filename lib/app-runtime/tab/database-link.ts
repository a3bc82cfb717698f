import type { KeptObject } from './kept-files.ts'

/*
 * What passes between the frame of a preview and the worker that holds its database.
 */

export type SqlFile = { path: string; sql: string }
export type SqlProblem = { file: string; line: number | null; message: string; code: string | null }
export type StartDatabase = {
  /** Files of PGlite by name: its WebAssembly, its file system, extensions. */
  assets: Record<string, ArrayBuffer>
  /** A data directory: Supabase's base, or one that `dump` gave, with what was done in it since. */
  snapshot: ArrayBuffer
  /** Extensions whose files are among the assets. */
  extensions: string[]
  /** What is applied, in this order; nothing when the snapshot has it already. */
  files: SqlFile[]
  /** What Storage holds, of the same dump as the snapshot. */
  objects: KeptObject[]
  secret: string
  url: string
  siteUrl: string
}

/** All that was written, for another worker to begin with. */
export type DatabaseDump = { snapshot: ArrayBuffer; objects: KeptObject[] }
/** @param token of whoever looks; null: a visitor */
export type RowsQuestion = { table: TableRef; offset: number; isEverything: boolean; token: string | null }

export type Column = { name: string; type: string; isKey: boolean }
/** `name` as it is written in SQL without quotes: with its schema when that is not `public`. */
export type Table = { name: string; schema: string; table: string; isView: boolean; columns: Column[] }
export type TableRef = Pick<Table, 'schema' | 'table'>

export type Rows = {
  /** Those that may be read, in their order; cells beside them are empty. */
  columns: Column[]
  /** Cells as Postgres writes them, cut when long. */
  rows: (string | null)[][]
  /** How many rows there are for whoever looks, and in truth. */
  visible: number
  total: number
  /** What the database said instead of showing anything; null when it did. */
  refusal: { code: string; message: string } | null
}

/** Rows of one question. */
export const PAGE_ROWS = 50

/** Somebody who has an account in the application. */
export type Member = Readonly<{ id: string; email: string; name: string }>
