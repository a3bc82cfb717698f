'use client'

import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

type Page<T> = { items: T[]; nextCursor: string | null }

/**
 * A list whose first page came with the page itself, and whose others are read when somebody wants them. What the
 * server says later, by a refresh or a new visit, takes the place of what was known. `change` puts in what a write
 * answered.
 */
export function useServerList<T>(
  name: string,
  initial: T[],
  nextCursor: string | null,
  read: (cursor: string) => Promise<Page<T>>,
) {
  const client = useQueryClient()
  const queryKey = useMemo(() => [name], [name])
  const told = useMemo<InfiniteData<Page<T>, string>>(
    () => ({ pages: [{ items: initial, nextCursor }], pageParams: [''] }),
    [initial, nextCursor],
  )
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: '',
    initialData: told,
    // Only the page tells it anew.
    staleTime: Infinity,
    getNextPageParam: (page) => page.nextCursor,
  })
  useEffect(() => {
    client.setQueryData(queryKey, told)
  }, [client, queryKey, told])

  const change = (to: (items: T[]) => T[]): void => {
    client.setQueryData<InfiniteData<Page<T>, string>>(queryKey, (now = told) => ({
      // One page holds them all from here on; the cursor of the last one still says what comes after.
      pages: [{ items: to(now.pages.flatMap(({ items }) => items)), nextCursor: now.pages.at(-1)?.nextCursor ?? null }],
      pageParams: [''],
    }))
  }
  return {
    items: data.pages.flatMap(({ items }) => items),
    change,
    more: hasNextPage ? () => void fetchNextPage() : null,
    isReadingMore: isFetchingNextPage,
  }
}
