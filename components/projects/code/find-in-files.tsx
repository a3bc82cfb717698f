'use client'

import { useTranslations } from 'next-intl'
import { useDeferredValue, useMemo } from 'react'
import { Input } from '../../ui/fields/input'
import { type Found, searchTexts } from './search-texts'
import type { TreeFile } from './tree-rows'
import { useVersionTexts } from './use-version-texts'
import { cn } from '../../ui/cn'

type FindInFilesProps = {
  /** Address of all that is searched, as a zip. */
  archive: string
  files: readonly TreeFile[]
  wanted: string
  onWanted: (wanted: string) => void
  onOpen: (path: string, line: number) => void
  onClose: () => void
}

/** Every place where a text stands in the shown version; choosing one opens the file at its line. */
export function FindInFiles({ archive, files, wanted, onWanted, onOpen, onClose }: FindInFilesProps) {
  const t = useTranslations('studio.find')
  const { texts, isError, isTooLarge } = useVersionTexts(archive, files)
  const asked = useDeferredValue(wanted)
  const found = useMemo(() => (texts === null ? null : searchTexts(texts, asked)), [texts, asked])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-1.5 border-b p-2">
        <Input
          // It opens by a button that asks for it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          type="search"
          aria-label={t('inFiles')}
          placeholder={t('inFiles')}
          value={wanted}
          onChange={(event) => onWanted(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
          className="h-8 text-[13px]"
        />
        <p role="status" className="px-1 text-xs leading-4 text-muted-foreground">
          {isTooLarge || isError ? t(isTooLarge ? 'tooLarge' : 'unreadable') : <Standing found={found} asked={asked} />}
        </p>
      </div>
      <Places found={found} onOpen={onOpen} />
    </div>
  )
}

/** How far the search is, or what it found. */
function Standing({ found, asked }: { found: Found | null; asked: string }) {
  const t = useTranslations('studio.find')
  if (found === null) return t('reading')
  if (asked.trim() === '') return t('hint')
  return found.isCut ? t('many', { count: found.count }) : t('found', { count: found.count, files: found.files.length })
}

function Places({ found, onOpen }: { found: Found | null; onOpen: FindInFilesProps['onOpen'] }) {
  const t = useTranslations('studio.find')
  return (
    <ul aria-label={t('places')} className="min-h-0 flex-1 overflow-auto p-2">
      {found?.files.map(({ path, hits }) => (
        <li key={path} className="flex flex-col pb-2">
          <p className="truncate px-1 py-1 font-mono text-[11px] text-muted-foreground" title={path}>
            {path}
          </p>
          <ul>
            {hits.map((hit) => (
              <li key={hit.line}>
                <button
                  type="button"
                  aria-label={t('place', { path, line: hit.line, text: hit.before + hit.match + hit.after })}
                  onClick={() => onOpen(path, hit.line)}
                  className={cn(
                    'flex w-full items-baseline gap-2 rounded-sm px-1 py-0.5 text-left',
                    'font-mono text-[11px] leading-5 -outline-offset-2 hover:bg-muted',
                  )}
                >
                  <span className="w-7 shrink-0 text-right text-muted-foreground">{hit.line}</span>
                  <span className="min-w-0 truncate">
                    {hit.before}
                    <mark className="rounded-xs bg-ring/25 text-inherit">{hit.match}</mark>
                    {hit.after}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
