import type { Memory } from '@/lib/domains/memory/contract'

/** Where a memory comes from, up to the project's name, which follows as a link. Pure. */
export function sourceText({ source, runId, kind }: Pick<Memory, 'source' | 'runId' | 'kind'>): string {
  if (source === null)
    return kind === 'project' ? 'summed up by Devora' : runId === null ? 'written by you' : 'learned from a run'
  const what = {
    prompt: 'your prompt',
    plan: 'your edit of the plan',
    file: `your edit of ${source.path ?? 'a file'}`,
  }[source.kind]
  return `from ${what}${source.project === null ? '' : ' in '}`
}

/** The colour that a memory names, so that it can be shown; null for none. Pure. */
export const colourIn = (text: string): string | null => /#[0-9a-f]{6}\b/i.exec(text)?.[0] ?? null
