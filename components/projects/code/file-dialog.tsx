'use client'

import { Command } from 'cmdk'
import { useTranslations } from 'next-intl'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '../../ui/overlays/dialog'
import type { TreeFile } from './tree-rows'
import { cn } from '../../ui/cn'

export type FileDialogProps = {
  files: readonly TreeFile[]
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onOpenFile: (path: string) => void
}

/** Some letters of a path, Enter, and the file is open. */
export function FileDialog({ files, isOpen, onOpenChange, onOpenFile }: FileDialogProps) {
  const t = useTranslations('studio.files')
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent className="top-[12dvh] max-w-140 translate-y-0 gap-0 p-0">
        <DialogTitle className="sr-only">{t('goTo')}</DialogTitle>
        <DialogDescription className="sr-only">{t('goToHint')}</DialogDescription>
        <Command label={t('goTo')} className="flex min-h-0 flex-col">
          <Command.Input
            placeholder={t('goTo')}
            className="h-12 border-b bg-transparent px-4 pr-14 text-sm outline-none placeholder:text-muted-foreground"
          />
          <Command.List className="max-h-[50dvh] overflow-auto p-1.5" label={t('title')}>
            <Command.Empty className="p-4 text-sm text-muted-foreground">{t('noneSuch')}</Command.Empty>
            {files.map(({ path }) => (
              <Command.Item
                key={path}
                value={path}
                onSelect={() => {
                  onOpenChange(false)
                  onOpenFile(path)
                }}
                className={cn(
                  'flex h-8 cursor-default items-baseline gap-2 rounded-sm',
                  'px-2.5 leading-8 data-[selected=true]:bg-muted',
                )}
              >
                <span className="shrink-0 text-[13px]">{path.split('/').at(-1)}</span>
                <span className="min-w-0 truncate font-mono text-[11px] text-muted-foreground">{path}</span>
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  )
}
