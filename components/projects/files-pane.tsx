'use client'

import { cn } from '../ui/cn'
import { FileTree } from './file-tree'
import type { TreeFile } from './tree-rows'

type FilesPaneProps = {
  files: readonly TreeFile[]
  selected: string | null
  revealed: string | null
  /** On a narrow screen: whether it is the pane that is looked at. */
  isShown: boolean
  onSelect: (path: string) => void
  onOpen: () => void
}

/** All files of the shown version, and how many they are. */
export function FilesPane({ files, selected, revealed, isShown, onSelect, onOpen }: FilesPaneProps) {
  return (
    <section
      aria-label="Files"
      className={cn('min-h-0 min-w-0 flex-col bg-surface lg:flex lg:border-r', isShown ? 'flex' : 'hidden')}
    >
      <div className="flex h-10 shrink-0 items-center justify-between border-b px-3">
        <h2 className="text-[13px] font-medium">Files</h2>
        <span className="font-mono text-[11px] text-muted-foreground">{files.length}</span>
      </div>
      <div className="relative min-h-0 flex-1 overflow-auto overscroll-contain">
        {files.length > 0 && (
          <FileTree files={files} selected={selected} revealed={revealed} onSelect={onSelect} onOpen={onOpen} />
        )}
      </div>
    </section>
  )
}
