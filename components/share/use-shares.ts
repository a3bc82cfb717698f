'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from '../ui/notices/notices'
import type { listShares, revokeShare, ShareLink, shareProject, ShareProjectInput } from '@/lib/domains/share/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { useSingleMutation } from '../ui/use-single-mutation'

const sharesKey = (projectId: string) => ['project', projectId, 'shares'] as const

/** The links to a project, and what its owner does with them. Asked for while the dialog is open. */
export function useShares(projectId: string, isOpen: boolean) {
  const t = useTranslations('share')
  const errorText = useErrorText()
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: sharesKey(projectId),
    queryFn: ({ signal }) =>
      call<typeof listShares>('GET /projects/{id}/share', { params: { id: projectId } }, { signal }),
    enabled: isOpen,
    staleTime: 0,
  })
  const links = data?.items ?? null
  const keep = (items: ShareLink[]): void => void client.setQueryData(sharesKey(projectId), { items, nextCursor: null })
  const copy = async (link: ShareLink): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link.url ?? '')
      toast(t('copied'))
    } catch {
      toast.error(t('copyRefused'))
    }
  }
  const create = useSingleMutation({
    mutationFn: (body: Partial<ShareProjectInput>) =>
      call<typeof shareProject>('POST /projects/{id}/share', { params: { id: projectId }, body }),
    onSuccess: (link) => {
      keep([link, ...(links ?? [])])
      void copy(link)
    },
  })
  const revoke = useSingleMutation({
    mutationFn: (link: ShareLink) =>
      call<typeof revokeShare>('DELETE /projects/{id}/share/{link}', { params: { id: projectId, link: link.id } }),
    onSuccess: (_, link) => {
      keep((links ?? []).filter(({ id }) => id !== link.id))
      toast(t('revoked'))
    },
    onError: (failure) => toast.error(errorText(failure)),
  })
  const refusal = create.error ?? error
  return { links, refusal: refusal === null ? null : errorText(refusal), copy, create, revoke }
}
