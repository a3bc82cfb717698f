'use client'

import { MoreHorizontal, Pencil, Share2, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { deleteProject, type Project, updateProject } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { RenameDialog } from '../../projects/rename-dialog'
import { Button } from '../../ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../ui/overlays/dropdown-menu'
import { useSingleMutation } from '../../ui/use-single-mutation'
import { useErrorText } from '../../shell/use-error-text'

/** Loaded when somebody shares. */
const ShareDialog = dynamic(() => import('../../share/share-dialog'), { ssr: false })

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
  const [t, share] = [useTranslations('projects'), useTranslations('share')]
  const router = useRouter()
  const errorText = useErrorText()
  const [isRenaming, setRenaming] = useState(false)
  const [isSharing, setSharing] = useState(false)
  const undo = useSingleMutation({
    mutationFn: () => call(updateProject, { params: { id }, body: { deleted: false } }),
    onSuccess: () => router.push(`/projects/${id}`),
    onError: (error) => toast.error(errorText(error)),
  })
  const remove = useSingleMutation({
    mutationFn: () => call(deleteProject, { params: { id } }),
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
      await call(updateProject, { params: { id }, body: { name: next } })
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
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" className="-mx-2" aria-label={t('more', { name })}>
            <MoreHorizontal />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start">
          <DropdownMenuItem disabled={version === 0} onSelect={() => setSharing(true)}>
            <Share2 /> {share('menu')}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setRenaming(true)}>
            <Pencil /> {t('rename')}
          </DropdownMenuItem>
          <DropdownMenuItem tone="danger" onSelect={() => remove.mutate()}>
            <Trash2 /> {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {isSharing && <ShareDialog projectId={id} version={version} isOpen onOpenChange={setSharing} />}
      <RenameDialog name={name} isOpen={isRenaming} onOpenChange={setRenaming} onRename={rename} />
    </>
  )
}
