/** A file of an answer that has begun and is not closed yet. */
export type OpenFile = {
  kind: 'file' | 'edit'
  /** Null for a fence whose first line may still name it, or that is a mere example. */
  path: string | null
  /** The fence that opened it; null for a tag. */
  fence: string | null
  lines: string[]
  size: number
  /** Nothing of it is kept; its text is skipped up to its end. */
  isRefused: boolean
  /** Fences open inside a fenced Markdown file. */
  nested: number
  /** Neither tag nor fence: a block below the name of its file, or a file of a Codex patch. Ends by what it holds. */
  bare?: 'block' | 'patch'
  /** Spaces before the fence, which its lines have as well. */
  indent?: number
  /** A fence of a diff, whose header names the file; the line of a fence that may be its file's name. */
  isDiff?: boolean
  mayBePath?: string
}

/** A file that has just begun; `fence` is null for a tag, and for a block or patch that stands bare. */
export const openFile = (
  kind: OpenFile['kind'],
  fence: string | null,
  more: Pick<OpenFile, 'bare' | 'indent' | 'isDiff'> = {},
): OpenFile => ({ kind, path: null, fence, lines: [], size: 0, isRefused: false, nested: 0, ...more })
