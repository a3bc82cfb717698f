'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PreviewProblem } from '@/lib/domains/preview/contract'
import { hasFrames, messageIn, placesOf, readMaps } from './error-places'
import type { PreviewSource } from './preview-source'
import type { Printed } from './preview-state'

export type AppProblem = PreviewProblem & {
  /** Where in the application it happened. */
  path: string
  from: Printed['from']
  /** How often. */
  count: number
}

const MAX_SHOWN = 50

/** What went wrong while the application ran, each with its place in the files, the newest first. */
export function useProblems(source: PreviewSource, printed: readonly Printed[]): AppProblem[] {
  const errors = useMemo(() => printed.filter(({ level }) => level === 'error'), [printed])
  const { data: maps } = useQuery({
    queryKey: ['preview-maps', source.key, source.version],
    queryFn: async ({ signal }) => readMaps((await source.loadMaps?.(signal)) ?? { maps: {} }),
    enabled: source.loadMaps !== null && errors.some(({ text }) => hasFrames(text)),
    staleTime: Infinity,
    retry: 1,
  })
  return useMemo(() => {
    const problems = new Map<string, AppProblem>()
    for (const { text, path, from } of errors) {
      const [place] = maps === undefined ? [] : placesOf(text, maps)
      const message = messageIn(text)
      if (message === '') continue
      const key = `${message} ${place?.file} ${place?.line}`
      const known = problems.get(key)
      if (known !== undefined) known.count += 1
      else problems.set(key, { message, path, from, count: 1, ...place })
    }
    return [...problems.values()].slice(0, MAX_SHOWN)
  }, [errors, maps])
}
