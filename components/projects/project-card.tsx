'use client'

import { Copy, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useState } from 'react'
import type { ListedProject } from '@/lib/domains/projects/contract'
import { Button } from '../ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../ui/overlays/dropdown-menu'
import { Time } from '../ui/text/time'
import { EvidenceBadge } from './evidence-badge'
import { ProjectPicture } from './project-picture'
import { RenameDialog } from './rename-dialog'
import { cn } from '../ui/cn'

type ProjectCardProps = {
  project: ListedProject
  onRename: (name: string) => Promise<string | null>
  onDuplicate: () => void
  onDelete: () => void
}

/** What a project is called, what was asked for, how it stands, and when it was last changed. */
export function ProjectCard({ project, onRename, onDuplicate, onDelete }: ProjectCardProps) {
  const t = useTranslations('projects')
  const [isRenaming, setRenaming] = useState(false)
  const asked = project.prompt ?? project.description
  return (
    <article
      className={cn(
        'group relative flex h-full flex-col overflow-hidden rounded-lg border bg-raised transition-colors',
        'duration-100 focus-within:border-input hover:border-input',
      )}
    >
      <ProjectPicture id={project.id} name={project.name} version={project.pictured} />
      <div className="flex flex-1 items-start gap-2 p-4 pb-3">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-sm font-medium">
            {/* The link covers the card; the menu lies above it. */}
            <Link
              href={`/projects/${project.id}`}
              title={project.name}
              className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
            >
              {project.name}
            </Link>
          </h3>
          <p className="mt-1 line-clamp-2 min-h-10 text-[13px] leading-5 break-words text-muted-foreground">{asked}</p>
        </div>
        <CardMenu project={project} onRename={() => setRenaming(true)} onDuplicate={onDuplicate} onDelete={onDelete} />
      </div>
      <div className="flex items-center gap-3 px-4 pb-4 text-xs text-muted-foreground">
        <EvidenceBadge status={project.state} asked={project.asked} />
        {project.currentVersion > 0 && (
          <span className="font-mono" title={t('version', { number: project.currentVersion })}>
            v{project.currentVersion}
          </span>
        )}
        <Time value={project.updatedAt} className="ml-auto" />
      </div>
      <RenameDialog name={project.name} isOpen={isRenaming} onOpenChange={setRenaming} onRename={onRename} />
    </article>
  )
}

type CardMenuProps = Pick<ProjectCardProps, 'project' | 'onDuplicate' | 'onDelete'> & { onRename: () => void }

function CardMenu({ project, onRename, onDuplicate, onDelete }: CardMenuProps) {
  const t = useTranslations('projects')
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          className="relative z-10 -mt-1 -mr-1"
          aria-label={t('more', { name: project.name })}
        >
          <MoreHorizontal />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={onRename}>
          <Pencil /> {t('rename')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={onDuplicate} disabled={project.currentVersion === 0}>
          <Copy /> {t('duplicate')}
        </DropdownMenuItem>
        <DropdownMenuItem tone="danger" onSelect={onDelete}>
          <Trash2 /> {t('delete')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
