'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { addMemory, forgetMemory, listMemories, type Memory, updateMemory } from '@/lib/domains/memory/contract'
import { ApiError, call } from '@/lib/http/client'

const reasonOf = (error: unknown): string =>
  error instanceof ApiError ? (error.reasonFor('text') ?? error.problem.detail) : 'That did not work. Try again.'

/** The caller's memories. `add` and `edit` answer why they were refused, or null. */
export function useMemories(initial: Memory[], nextCursor: string | null) {
  const [memories, setMemories] = useState(initial)
  const [cursor, setCursor] = useState(nextCursor)

  async function add(text: string): Promise<string | null> {
    try {
      const made = await call(addMemory, { body: { text } }, { idempotencyKey: crypto.randomUUID() })
      // What was known already comes back as it is.
      setMemories((now) => [made, ...now.filter(({ id }) => id !== made.id)])
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }
  async function edit(id: string, text: string): Promise<string | null> {
    try {
      const changed = await call(updateMemory, { params: { id }, body: { text } })
      setMemories((now) => now.map((memory) => (memory.id === id ? changed : memory)))
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }
  async function forget(id: string) {
    try {
      await call(forgetMemory, { params: { id } })
      setMemories((now) => now.filter((memory) => memory.id !== id))
      toast('Forgotten')
    } catch (error) {
      toast.error(reasonOf(error))
    }
  }
  async function more() {
    if (cursor === null) return
    try {
      const page = await call(listMemories, { query: { limit: 20, cursor } })
      setMemories((now) => [...now, ...page.items])
      setCursor(page.nextCursor)
    } catch (error) {
      toast.error(reasonOf(error))
    }
  }
  return { memories, add, edit, forget, more: cursor === null ? null : more }
}
