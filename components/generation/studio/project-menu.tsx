'use client'

import { MoreHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from '../../ui/notices/notices'
import type { deleteProject, Project, updateProject } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { Button } from '../../ui/button'
import { onDemand } from '../../ui/overlays/on-demand'
import { useSingleMutation } from '../../ui/use-single-mutation'
import { useErrorText } from '../../shell/use-error-text'
import type { ProjectChoicesProps } from './project-choices'

/** Loaded when somebody shares, or renames. */
const ShareDialog = dynamic(() => import('../../share/share-dialog'), { ssr: false })
const RenameDialog = dynamic(async () => (await import('../../projects/rename-dialog')).RenameDialog, { ssr: false })

const Menu = onDemand<ProjectChoicesProps>('menu', async () => (await import('./project-choices')).ProjectChoices)

const UNDO_MS = 8_000

type ProjectMenuProps = {
  project: Project
  /** The version that is looked at; 0: there is none yet. */
  version: number
  onRenamed: () => Promise<void>
}

/** Share, rename and delete the project one is in; a deleted one can be brought back at once, and for 30 days. */
export function ProjectMenu({ project, version, onRenamed }: ProjectMenuProps) {
  const { id, name } = project
  const t = useTranslations('projects')
  const router = useRouter()
  const errorText = useErrorText()
  const [isRenaming, setRenaming] = useState(false)
  const [isSharing, setSharing] = useState(false)
  const undo = useSingleMutation({
    mutationFn: () => call<typeof updateProject>('PATCH /projects/{id}', { params: { id }, body: { deleted: false } }),
    onSuccess: () => router.push(`/projects/${id}`),
    onError: (error) => toast.error(errorText(error)),
  })
  const remove = useSingleMutation({
    mutationFn: () => call<typeof deleteProject>('DELETE /projects/{id}', { params: { id } }),
    onSuccess: () => {
      toast(t('deleted', { name }), {
        description: t('deletedNote'),
        action: { label: t('undo'), onClick: () => undo.mutate() },
        duration: UNDO_MS,
      })
      router.push('/projects')
    },
    onError: (error) => toast.error(errorText(error)),
  })
  async function rename(next: string): Promise<string | null> {
    try {
      await call<typeof updateProject>('PATCH /projects/{id}', { params: { id }, body: { name: next } })
      await onRenamed()
      // The title of the page and the list of projects name it too.
      router.refresh()
      return null
    } catch (error) {
      return errorText(error, { field: 'name' })
    }
  }
  return (
    <>
      <Menu
        mayShare={version > 0}
        onShare={() => setSharing(true)}
        onRename={() => setRenaming(true)}
        onDelete={() => remove.mutate()}
        trigger={
          <Button variant="ghost" size="icon-sm" className="-mx-2" aria-label={t('more', { name })}>
            <MoreHorizontal />
          </Button>
        }
      />
      {isSharing && <ShareDialog projectId={id} version={version} isOpen onOpenChange={setSharing} />}
      {isRenaming && <RenameDialog name={name} isOpen onOpenChange={setRenaming} onRename={rename} />}
    </>
  )
}
