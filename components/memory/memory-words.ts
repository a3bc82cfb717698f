import type { Memory } from '@/lib/domains/memory/contract'

type SourceKey = 'devora' | 'you' | 'run' | 'prompt' | 'plan' | 'file' | 'someFile'

/** Where a memory comes from, as a key of `memory.source`; the project it names is the page's to link. Pure. */
export function sourceKey({ source, runId, kind }: Pick<Memory, 'source' | 'runId' | 'kind'>): SourceKey {
  if (source === null) return kind === 'project' ? 'devora' : runId === null ? 'you' : 'run'
  return source.kind === 'file' && source.path === null ? 'someFile' : source.kind
}

/** The colour that a memory names, so that it can be shown; null for none. Pure. */
export const colourIn = (text: string): string | null => /#[0-9a-f]{6}\b/i.exec(text)?.[0] ?? null
