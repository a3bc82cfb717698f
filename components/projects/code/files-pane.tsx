'use client'

import { FileSearch, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { IconButton } from '../../ui/icon-button'
import { Skeleton } from '../../ui/skeleton'
import { FileTree } from './file-tree'
import { PaneBar } from './pane-bar'
import type { TreeFile } from './tree-rows'

/** Loaded when somebody searches: it reads the whole archive. */
const FindInFiles = dynamic(async () => (await import('./find-in-files')).FindInFiles, { ssr: false })

type FilesPaneProps = {
  /** Null while they are on their way. */
  files: readonly TreeFile[] | null
  /** Address of the stored files as a zip, which searching needs; null: while a run writes there is none yet. */
  archive: string | null
  selected: string | null
  revealed: string | null
  unsaved: readonly string[]
  onSelect: (path: string) => void
  onOpen: (path: string, line: number | null) => void
  onGoTo: () => void
}

/** All files of the shown version, and how many they are; or the places in them where a text stands. */
export function FilesPane(props: FilesPaneProps) {
  const { files, archive, selected, revealed, unsaved, onSelect, onOpen, onGoTo } = props
  const t = useTranslations('studio.files')
  const [isSearching, setSearching] = useState(false)
  const [wanted, setWanted] = useState('')
  const isEmpty = files === null || files.length === 0
  return (
    <>
      <PaneBar className="gap-2">
        <h2 className="text-[13px] font-medium">{t('title')}</h2>
        <span className="font-mono text-[11px] text-muted-foreground">{files?.length ?? ''}</span>
        <span className="ml-auto flex">
          <IconButton label={t('goTo')} hint={t('goToKeys')} isDisabled={isEmpty} onClick={onGoTo}>
            <FileSearch />
          </IconButton>
          <IconButton
            label={t('search')}
            isPressed={isSearching}
            isDisabled={archive === null || isEmpty}
            onClick={() => setSearching(!isSearching)}
          >
            <Search />
          </IconButton>
        </span>
      </PaneBar>
      {files === null && <LoadingTree />}
      {files !== null && isSearching && archive !== null && (
        <FindInFiles
          archive={archive}
          files={files}
          wanted={wanted}
          onWanted={setWanted}
          onOpen={onOpen}
          onClose={() => setSearching(false)}
        />
      )}
      {files !== null && !(isSearching && archive !== null) && (
        <div className="relative min-h-0 flex-1 overflow-auto overscroll-contain">
          {files.length > 0 && (
            <FileTree
              files={files}
              selected={selected}
              revealed={revealed}
              unsaved={unsaved}
              onSelect={onSelect}
              onOpen={(path) => onOpen(path, null)}
            />
          )}
        </div>
      )}
    </>
  )
}

function LoadingTree() {
  const t = useTranslations('studio.files')
  return (
    <div aria-busy className="flex flex-col gap-3 p-4">
      <p className="sr-only">{t('opening')}</p>
      {['w-1/3', 'w-1/2', 'w-2/5', 'w-3/5', 'w-1/4'].map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  )
}
