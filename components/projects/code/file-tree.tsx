'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { cn } from '../../ui/cn'
import { foldersOf, type TreeFile, type TreeRow, treeRows } from './tree-rows'

type FileTreeProps = {
  files: readonly TreeFile[]
  selected: string | null
  /** Jumped to from elsewhere: its folders open and the tree scrolls to it. */
  revealed: string | null
  /** Files with an edit that is not saved. */
  unsaved: readonly string[]
  onSelect: (path: string) => void
  onOpen?: (path: string) => void
}

/**
 * The WAI-ARIA tree pattern: one tab stop, arrows move and open or close, Home and End, Enter shows the file.
 * https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function FileTree({ files, selected, revealed, unsaved, onSelect, onOpen }: FileTreeProps) {
  const t = useTranslations('studio.files')
  const [focus, setFocus] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const { rows, toggle } = useRows(files, revealed)
  const focused = [focus, selected].find((path) => rows.some((row) => row.path === path)) ?? rows[0]?.path ?? null
  useEffect(() => {
    if (revealed !== null) elementOf(list.current, revealed)?.scrollIntoView({ block: 'nearest' })
  }, [revealed])

  const moveTo = (path: string | undefined) => {
    if (path === undefined) return
    setFocus(path)
    elementOf(list.current, path)?.focus()
  }
  function activate(row: TreeRow) {
    setFocus(row.path)
    if (row.kind === 'folder') return toggle(row.path)
    onSelect(row.path)
    onOpen?.(row.path)
  }
  function onKeyDown(event: KeyboardEvent) {
    const at = rows.findIndex((row) => row.path === focused)
    const row = rows[at]
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const act = actionsOf({ rows, at, row, moveTo, toggle, activate })[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <div ref={list} role="tree" aria-label={t('title')} tabIndex={-1} className="flex flex-col p-2">
      {rows.map((row) => (
        <TreeItem
          key={row.path}
          row={row}
          isSelected={row.path === selected}
          isReachable={row.path === focused}
          isUnsaved={row.kind === 'file' && unsaved.includes(row.path)}
          onActivate={() => activate(row)}
          onKeyDown={onKeyDown}
          onFocus={() => setFocus(row.path)}
        />
      ))}
    </div>
  )
}

const elementOf = (list: HTMLElement | null, path: string): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ?? null

/** The visible rows, and opening and closing a folder. A jump from the report may lead into a closed one: it opens. */
function useRows(files: readonly TreeFile[], revealed: string | null) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState(revealed)
  if (revealed !== opened) {
    setOpened(revealed)
    const around = revealed === null ? [] : foldersOf(revealed)
    setClosed((all) => new Set([...all].filter((path) => !around.includes(path))))
  }
  const rows = useMemo(() => treeRows(files, closed), [files, closed])
  const toggle = (path: string) =>
    setClosed((all) => new Set(all.has(path) ? [...all].filter((one) => one !== path) : [...all, path]))
  return { rows, toggle }
}

type Movement = {
  rows: readonly TreeRow[]
  at: number
  row: TreeRow
  moveTo: (path: string | undefined) => void
  toggle: (path: string) => void
  activate: (row: TreeRow) => void
}

/** What each key does in `row`, which stands at `at`. */
function actionsOf({ rows, at, row, moveTo, toggle, activate }: Movement): Record<string, () => void> {
  return {
    ArrowDown: () => moveTo(rows[at + 1]?.path),
    ArrowUp: () => moveTo(rows[at - 1]?.path),
    Home: () => moveTo(rows[0]?.path),
    End: () => moveTo(rows.at(-1)?.path),
    Enter: () => activate(row),
    ' ': () => activate(row),
    ArrowRight: () => {
      if (row.kind === 'file') return
      if (row.isOpen) moveTo(rows[at + 1]?.path)
      else toggle(row.path)
    },
    ArrowLeft: () => (row.kind === 'folder' && row.isOpen ? toggle(row.path) : moveTo(foldersOf(row.path).at(-1))),
  }
}

type TreeItemProps = {
  row: TreeRow
  isSelected: boolean
  isReachable: boolean
  isUnsaved: boolean
  onActivate: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: () => void
}

function TreeItem({ row, isSelected, isReachable, isUnsaved, onActivate, onKeyDown, onFocus }: TreeItemProps) {
  const t = useTranslations('studio.files')
  const isFresh = row.kind === 'file' ? row.file.isFresh === true : row.isFresh && !row.isOpen
  return (
    <div
      role="treeitem"
      data-path={row.path}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      aria-expanded={row.kind === 'folder' ? row.isOpen : undefined}
      tabIndex={isReachable ? 0 : -1}
      onClick={onActivate}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className={cn(
        'flex h-6.5 shrink-0 cursor-pointer items-center gap-1.5 rounded-sm',
        'pr-2 text-[13px] text-muted-foreground -outline-offset-2 select-none',
        'hover:bg-muted hover:text-foreground motion-safe:animate-arrive',
        isSelected && 'bg-muted text-foreground',
      )}
      style={{ paddingLeft: (row.level - 1) * 14 + (row.kind === 'folder' ? 4 : 24) }}
    >
      {row.kind === 'folder' && (
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 transition-transform duration-100', row.isOpen && 'rotate-90')}
        />
      )}
      <span className="truncate">{row.name}</span>
      {(isFresh || isUnsaved) && (
        <span
          title={t(isUnsaved ? 'unsaved' : 'fresh')}
          className={cn('ml-auto size-1.5 shrink-0 rounded-full', isUnsaved ? 'bg-pending-fill' : 'bg-foreground')}
        >
          <span className="sr-only">{t(isUnsaved ? 'unsaved' : 'fresh')}</span>
        </span>
      )}
    </div>
  )
}
