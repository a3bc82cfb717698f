'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from '../ui/notices/notices'
import type { listMemories, MemoryScope as Scope, updateMemory } from '@/lib/domains/memory/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { MemoryScope } from './memory-scope'

/**
 * What was learned in a project and is still to be asked about: only here, or always? Nothing when there is nothing to
 * ask. Asked anew when `since` changes, which a run's end does.
 */
export function ScopeQuestions({ projectId, since }: { projectId: string; since: string | null }) {
  const errorText = useErrorText()
  const client = useQueryClient()
  const queryKey = ['memories', 'open', projectId]
  const { data } = useQuery({
    queryKey: [...queryKey, since],
    queryFn: () => call<typeof listMemories>('GET /memories', { query: { limit: 100, projectId } }),
  })
  const open = data?.items.filter(({ isScopeOpen }) => isScopeOpen) ?? []
  async function choose(id: string, scope: Scope) {
    try {
      await call<typeof updateMemory>('PATCH /memories/{id}', { params: { id }, body: { scope } })
      await client.invalidateQueries({ queryKey })
    } catch (error) {
      toast.error(errorText(error))
    }
  }
  if (open.length === 0) return null
  return (
    <ul className="flex max-h-40 flex-col gap-2 overflow-y-auto border-t px-4 py-2.5">
      {open.map((memory) => (
        <li key={memory.id}>
          <p className="text-[13px] leading-5 break-words">{memory.text}</p>
          <MemoryScope memory={memory} onChoose={(scope) => choose(memory.id, scope)} />
        </li>
      ))}
    </ul>
  )
}
