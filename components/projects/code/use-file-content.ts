'use client'

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'

/** Fetches a file as it stands where one looks; the answer says by its hash which bytes it is. */
export type LoadFile = (path: string, signal: AbortSignal) => Promise<{ sha256: string; content: string | null }>

export type FileContent = { state: 'loading' | 'ready' | 'failed'; content: string | null; error: unknown }

/** By SHA-256: the same in every version, run and project, so what was fetched once is never fetched again. */
const contentKey = (sha256: string) => ['content', sha256] as const

/** What is known of these bytes already, e.g. because this page has just saved them. */
export const rememberContent = (client: QueryClient, sha256: string, content: string): void =>
  void client.setQueryData(contentKey(sha256), content)

/** The run has written the file anew since the tree was told of it; the tree hears of that in a moment. */
class NewerFile extends Error {}

/**
 * The content of a file, found by its hash: another file's or another version's text is never shown in its place. While
 * it is on its way there is none.
 */
export function useFileContent(file: { path: string; sha256: string } | null, load: LoadFile): FileContent {
  const client = useQueryClient()
  const { data, error, isPending } = useQuery({
    queryKey: contentKey(file?.sha256 ?? ''),
    enabled: file !== null && file.sha256 !== '',
    staleTime: Infinity,
    retry: (count, failure) => failure instanceof NewerFile && count < 20,
    retryDelay: 250,
    queryFn: async ({ signal }) => {
      const { sha256, content } = await load(file?.path ?? '', signal)
      if (sha256 === file?.sha256) return content
      client.setQueryData(contentKey(sha256), content)
      throw new NewerFile()
    },
  })
  // A file that only an unsaved edit holds: nothing of it is stored.
  if (file !== null && file.sha256 === '') return { state: 'ready', content: '', error: null }
  if (error !== null) return { state: 'failed', content: null, error }
  return isPending ? { state: 'loading', content: null, error: null } : { state: 'ready', content: data, error: null }
}
