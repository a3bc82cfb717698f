'use client'

import { useQuery } from '@tanstack/react-query'
import { unzip } from 'fflate'
import type { TreeFile } from './tree-rows'

/** More than so much is a download and no search. */
const MAX_BYTES = 20_000_000

/**
 * All texts of a version, fetched once in one request: the archive at its address, opened in the browser. What the
 * archive adds (its report and tests) is left out. Asked for only where somebody searches.
 */
export function useVersionTexts(archive: string, files: readonly TreeFile[]) {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const isTooLarge = bytes > MAX_BYTES
  const { data, isError } = useQuery({
    queryKey: ['texts', archive],
    enabled: !isTooLarge,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const response = await fetch(archive, { signal })
      if (!response.ok) throw new Error(`archive: ${response.status}`)
      return readTexts(new Uint8Array(await response.arrayBuffer()), new Set(files.map(({ path }) => path)))
    },
  })
  return { texts: data ?? null, isError, isTooLarge }
}

/** Path → text of those files of a zip that are listed; the others, and what is not text, are left out. */
function readTexts(zip: Uint8Array, listed: ReadonlySet<string>): Promise<Map<string, string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return new Promise((resolve, reject) =>
    unzip(zip, { filter: ({ name }) => pathIn(name, listed) !== null }, (error, entries) => {
      if (error !== null) return reject(error)
      const texts = new Map<string, string>()
      for (const [name, content] of Object.entries(entries)) {
        try {
          texts.set(pathIn(name, listed) ?? name, decoder.decode(content))
        } catch {
          // An image or another file that is not text.
        }
      }
      resolve(texts)
    }),
  )
}

/** Archives may put everything into a folder of the project's name. */
function pathIn(name: string, listed: ReadonlySet<string>): string | null {
  if (listed.has(name)) return name
  const inner = name.slice(name.indexOf('/') + 1)
  return listed.has(inner) ? inner : null
}
