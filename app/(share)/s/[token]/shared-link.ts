import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { FileEntry } from '@/lib/domains/projects/contract'
import type { SharedProject } from '@/lib/domains/share/contract'
import { getShared } from '@/lib/domains/share/get-shared'
import { listSharedFiles } from '@/lib/domains/share/read-shared'
import { pageOfLink } from '@/lib/web'

type Shared = { shared: SharedProject; files: FileEntry[] }

const find = cache(async (token: string): Promise<Shared | 'missing' | 'limited'> => {
  if (!/^[\w-]{43}$/.test(token)) return 'missing'
  return pageOfLink(async (ctx, who) => {
    const shared = await getShared(ctx, who, token)
    const { items } = await listSharedFiles(ctx, { token, version: shared.version })
    return { shared, files: items }
  })
})

/** What a link shows, found once a request: the title asks, too. `limited`: too many were tried from there. */
export async function findShared(token: string): Promise<Shared | 'limited'> {
  const found = await find(token)
  if (found === 'missing') notFound()
  return found
}

export async function sharedTitle(token: string): Promise<string | null> {
  const found = await find(token)
  return typeof found === 'string' ? null : found.shared.name
}
