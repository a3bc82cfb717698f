'use client'

import { ChevronLeft, Copy, Save, Search, WrapText } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { toast } from '../../ui/notices/notices'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { IconButton } from '../../ui/icon-button'
import { PaneBar } from './pane-bar'
import type { TreeFile } from './tree-rows'

type CodeHeaderProps = {
  file: TreeFile
  generator: string | null
  text: string | null
  isUnsaved: boolean
  isSaving: boolean
  isWrapped: boolean
  onWrap: () => void
  onSearch: () => void
  /** Null while it has to be decided first whose text counts. */
  onSave: (() => void) | null
  onBack: () => void
}

/** Which file it is, whether all of it is saved, and what one can do with it. */
export function CodeHeader(props: CodeHeaderProps) {
  const { file, generator, text, isUnsaved, isSaving, isWrapped, onWrap, onSearch, onSave, onBack } = props
  const t = useTranslations('studio.code')
  async function copy() {
    try {
      await navigator.clipboard.writeText(text ?? '')
      toast(t('copied'))
    } catch {
      toast.error(t('copyRefused'))
    }
  }
  return (
    <PaneBar className="gap-1">
      <Button variant="ghost" size="icon-sm" className="-ml-1.5 lg:hidden" aria-label={t('back')} onClick={onBack}>
        <ChevronLeft />
      </Button>
      <h2 className="min-w-0 truncate font-mono text-xs" title={file.path}>
        {file.path}
      </h2>
      {isUnsaved && (
        <span role="status" className="ml-1 flex shrink-0 items-center gap-1.5 text-xs text-pending">
          <span aria-hidden className="size-1.5 rounded-full bg-pending-fill" />
          {isSaving ? t('saving') : t('unsaved')}
        </span>
      )}
      <FileFacts size={file.size} generator={generator} />
      <span className="flex max-sm:ml-auto">
        <IconButton label={t('search')} onClick={onSearch} isDisabled={text === null}>
          <Search />
        </IconButton>
        <IconButton label={t('wrap')} onClick={onWrap} isPressed={isWrapped}>
          <WrapText />
        </IconButton>
        <IconButton label={t('copy')} onClick={() => void copy()} isDisabled={text === null}>
          <Copy />
        </IconButton>
      </span>
      {isUnsaved && (
        <Button size="sm" onClick={onSave ?? undefined} disabled={isSaving || onSave === null} className="ml-1">
          <Save className="size-3.5" />
          {t('save')}
        </Button>
      )}
    </PaneBar>
  )
}

/** Who wrote the file, and how large it is. */
function FileFacts({ size, generator }: { size: number; generator: string | null }) {
  const t = useTranslations('studio.code')
  const format = useFormatter()
  return (
    <>
      {generator !== null && (
        <span
          title={t('writtenBy', { generator })}
          className="ml-auto max-w-40 min-w-0 shrink-[2] truncate pl-2 text-xs text-muted-foreground max-sm:hidden"
        >
          {t('by', { generator })}
        </span>
      )}
      <span
        className={cn('shrink-0 px-2 text-xs text-muted-foreground max-sm:hidden', generator === null && 'ml-auto')}
      >
        {size < 1_024
          ? t('bytes', { size: format.number(size) })
          : t('kilobytes', { size: format.number(size / 1_024, { maximumFractionDigits: 1 }) })}
      </span>
    </>
  )
}
