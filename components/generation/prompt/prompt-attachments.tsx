'use client'

import { FileText, Image as ImageIcon, Paperclip, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { IMAGE_TYPES, TEXT_ENDINGS } from '@/lib/domains/generation/constants'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import type { AttachedFile, Attachments } from './use-attachments'

const ACCEPT = [...IMAGE_TYPES, ...TEXT_ENDINGS.map((ending) => `.${ending}`)].join(',')

const sizeOf = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** Opens the file chooser; dropping and pasting into the prompt do the same. */
export function AttachButton({ attachments }: { attachments: Attachments }) {
  const t = useTranslations('prompt.files')
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        aria-label={t('choose')}
        onChange={(event) => {
          void attachments.add([...(event.target.files ?? [])])
          // The same file may be chosen again after it was removed.
          event.target.value = ''
        }}
      />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t('attach')}
        title={t('attach')}
        onClick={() => input.current?.click()}
      >
        <Paperclip className="size-3.5" />
      </Button>
    </>
  )
}

/** What goes along with the prompt, and what cannot and why. */
export function AttachedFiles({ attachments, onRemoved }: { attachments: Attachments; onRemoved: () => void }) {
  const t = useTranslations('prompt.files')
  const { files } = attachments
  const said =
    files.length === 0
      ? ''
      : files.map(({ name, error }) => `${name}: ${t(error === null ? 'attached' : `refusals.${error}`)}`).join('. ')
  return (
    <>
      {files.length > 0 && (
        <ul aria-label={t('label')} className="flex flex-wrap gap-1.5 px-3 pt-2">
          {files.map((file) => (
            <Chip
              key={file.id}
              file={file}
              onRemove={() => {
                attachments.remove(file.id)
                // The button is gone with its file; focus must not be lost with it.
                onRemoved()
              }}
            />
          ))}
        </ul>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}

function Chip({ file, onRemove }: { file: AttachedFile; onRemove: () => void }) {
  const t = useTranslations('prompt.files')
  const Icon = file.attachment?.mediaType.startsWith('image/') === true ? ImageIcon : FileText
  return (
    <li
      className={cn(
        'flex h-7 max-w-full min-w-0 items-center gap-1.5 rounded-md border bg-surface pl-2 text-xs',
        file.error === null ? 'text-foreground' : 'border-failed text-failed',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="max-w-48 truncate" title={file.name}>
        {file.name}
      </span>
      <span className={cn('min-w-0 truncate', file.error === null && 'shrink-0 text-muted-foreground')}>
        {file.error === null ? sizeOf(file.size) : t(`refusals.${file.error}`)}
      </span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t('remove', { name: file.name })}
        className={cn(
          'flex size-7 shrink-0 items-center justify-center rounded-md',
          'text-muted-foreground hover:text-foreground',
        )}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  )
}
