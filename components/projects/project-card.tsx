'use client'

import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { Project } from '@/lib/domains/projects/contract'
import { Button } from '../ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../ui/dropdown-menu'
import { Time } from '../ui/time'
import { EvidenceBadge } from './evidence-badge'
import { RenameDialog } from './rename-dialog'

/** `isBeingMade`: a run is working on it right now; `isWaiting`: a run waits for its plan to be confirmed. */
type ProjectCardProps = {
  project: Project
  isBeingMade: boolean
  isWaiting: boolean
  onRename: (name: string) => Promise<string | null>
  onDelete: () => void
}

export function ProjectCard({ project, isBeingMade, isWaiting, onRename, onDelete }: ProjectCardProps) {
  const [isRenaming, setRenaming] = useState(false)
  return (
    <article className="group relative flex flex-col gap-3 rounded-lg border bg-raised p-4 transition-colors duration-100 focus-within:border-input hover:border-input">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-sm font-medium">
            {/* The link covers the card; the menu lies above it. */}
            <Link href={`/projects/${project.id}`} className="rounded-sm after:absolute after:inset-0 after:rounded-lg">
              {project.name}
            </Link>
          </h3>
          <p className="mt-1 line-clamp-2 min-h-10 text-[13px] leading-5 text-muted-foreground">
            {project.description}
          </p>
        </div>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button
              variant="ghost"
              size="icon-sm"
              className="relative z-10 -mt-1 -mr-1"
              aria-label={`More for ${project.name}`}
            >
              <MoreHorizontal />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => setRenaming(true)}>
              <Pencil /> Rename
            </DropdownMenuItem>
            <DropdownMenuItem tone="danger" onSelect={onDelete}>
              <Trash2 /> Delete
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <div className="flex items-center gap-3 text-xs text-muted-foreground">
        <EvidenceBadge status={isWaiting ? 'planned' : isBeingMade ? 'checking' : project.status} />
        {project.currentVersion > 0 && <span className="font-mono">v{project.currentVersion}</span>}
        <Time value={project.updatedAt} className="ml-auto" />
      </div>
      <RenameDialog name={project.name} isOpen={isRenaming} onOpenChange={setRenaming} onRename={onRename} />
    </article>
  )
}
