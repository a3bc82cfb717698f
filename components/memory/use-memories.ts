'use client'

import { useTranslations } from 'next-intl'
import { toast } from '../ui/notices/notices'
import type {
  addMemory,
  forgetMemory,
  listMemories,
  Memory,
  MemoryScope,
  updateMemory,
} from '@/lib/domains/memory/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { useServerList } from '../shell/use-server-list'

/** The caller's memories. `add` and `edit` answer why they were refused, or null. */
export function useMemories(initial: Memory[], nextCursor: string | null) {
  const t = useTranslations('memory')
  const errorText = useErrorText()
  const {
    items: memories,
    change,
    more,
  } = useServerList('memories', initial, nextCursor, (cursor) =>
    call<typeof listMemories>('GET /memories', { query: { limit: 20, cursor } }),
  )
  const reasonOf = (error: unknown): string => errorText(error, { field: 'text' })

  async function add(text: string): Promise<string | null> {
    try {
      const made = await call<typeof addMemory>(
        'POST /memories',
        { body: { text } },
        { idempotencyKey: crypto.randomUUID() },
      )
      // What was known already comes back as it is.
      change((now) => [made, ...now.filter(({ id }) => id !== made.id)])
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }
  async function edit(id: string, text: string): Promise<string | null> {
    try {
      const changed = await call<typeof updateMemory>('PATCH /memories/{id}', { params: { id }, body: { text } })
      change((now) => now.map((memory) => (memory.id === id ? changed : memory)))
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }
  async function forget(id: string) {
    try {
      await call<typeof forgetMemory>('DELETE /memories/{id}', { params: { id } })
      change((now) => now.filter((memory) => memory.id !== id))
      toast(t('forgotten'))
    } catch (error) {
      toast.error(reasonOf(error))
    }
  }
  async function choose(id: string, scope: MemoryScope) {
    try {
      const changed = await call<typeof updateMemory>('PATCH /memories/{id}', { params: { id }, body: { scope } })
      change((now) => now.map((memory) => (memory.id === id ? changed : memory)))
    } catch (error) {
      toast.error(reasonOf(error))
    }
  }
  return { memories, add, edit, forget, choose, more }
}
