'use client'

import { Pencil, Share2, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DropdownMenuItem, OpenedMenu } from '../../ui/overlays/dropdown-menu'
import type { Opened } from '../../ui/overlays/on-demand'

export type ProjectChoicesProps = {
  mayShare: boolean
  onShare: () => void
  onRename: () => void
  onDelete: () => void
}

/** What one can do with a project as a whole. */
export function ProjectChoices({ mayShare, onShare, onRename, onDelete, ...opened }: ProjectChoicesProps & Opened) {
  const [t, share] = [useTranslations('projects'), useTranslations('share')]
  return (
    <OpenedMenu {...opened} align="start">
      <DropdownMenuItem disabled={!mayShare} onSelect={onShare}>
        <Share2 /> {share('menu')}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={onRename}>
        <Pencil /> {t('rename')}
      </DropdownMenuItem>
      <DropdownMenuItem tone="danger" onSelect={onDelete}>
        <Trash2 /> {t('delete')}
      </DropdownMenuItem>
    </OpenedMenu>
  )
}
