'use client'

import { ArrowUp, Square } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
  useId,
  useRef,
} from 'react'
import { MAX_PROMPT } from '@/lib/domains/generation/contract'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Tooltip } from '../../ui/tooltip'
import { AttachButton, AttachedFiles } from './prompt-attachments'
import type { Attachments } from './use-attachments'

type PromptBoxProps = {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  onSend: (prompt: string) => void
  isSending?: boolean
  /** A run is going: the button stops it instead. */
  onStop?: (() => void) | undefined
  isStopping?: boolean
  error?: string | null
  size?: 'large' | 'small'
  /** What the button does, for people who hear it. */
  action?: string
  /** How the run is to go; stands beside the button. */
  choices?: ReactNode
  /** Files may go along: chosen, dropped or pasted. */
  attachments?: Attachments | undefined
}

/** Where a sentence goes in. ⌘/Ctrl + Enter sends; Enter alone makes a new line, because a good prompt has several. */
export function PromptBox(props: PromptBoxProps) {
  const {
    label,
    placeholder,
    value,
    onChange,
    onSend,
    isSending = false,
    onStop,
    isStopping = false,
    error = null,
    size = 'large',
    action,
    choices,
    attachments,
  } = props
  const t = useTranslations('prompt')
  const format = useFormatter()
  const id = useId()
  const does = action ?? t('buildIt')
  const box = useRef<HTMLTextAreaElement>(null)
  // For the moment in which a file is read, so that nothing is sent without it.
  const isReading = attachments?.isReading === true
  const mayNotSend = isSending || isReading || onStop !== undefined
  const tooLong = value.length > MAX_PROMPT

  function send(event?: SyntheticEvent) {
    event?.preventDefault()
    const prompt = value.trim()
    if (mayNotSend || tooLong) return
    if (prompt === '') return box.current?.focus()
    onSend(prompt)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send(event)
  }
  function onPaste(event: ClipboardEvent) {
    // Copied table cells bring a picture of themselves along: text is pasted as text.
    const { types } = event.clipboardData
    if (types.includes('text/plain') && types.includes('text/html')) return
    take(event, event.clipboardData.files)
  }
  function onDrop(event: DragEvent) {
    take(event, event.dataTransfer.files)
  }
  function take(event: SyntheticEvent, files: FileList) {
    if (attachments === undefined || files.length === 0) return
    event.preventDefault()
    void attachments.add([...files])
  }
  function onDragOver(event: DragEvent) {
    // Without this the browser opens the file instead.
    if (attachments !== undefined && event.dataTransfer.types.includes('Files')) event.preventDefault()
  }
  const note = tooLong ? t('tooLong', { count: format.number(value.length), most: format.number(MAX_PROMPT) }) : error

  return (
    <form onSubmit={send} className="flex flex-col gap-1">
      <div
        onDragOver={onDragOver}
        onDrop={onDrop}
        className={cn(
          'flex flex-col rounded-xl border border-input bg-raised transition-colors duration-100 focus-within:border-ring focus-within:ring-2 focus-within:ring-ring/25',
          note !== null && 'border-failed',
        )}
      >
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <textarea
          ref={box}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder={placeholder}
          rows={size === 'large' ? 4 : 2}
          aria-describedby={`${id}-note`}
          aria-invalid={note !== null || undefined}
          className={cn(
            'w-full resize-none bg-transparent outline-none placeholder:text-muted-foreground',
            size === 'large'
              ? 'px-4 pt-3.5 text-base leading-6'
              : 'max-h-60 px-3 pt-2.5 text-sm leading-5 [field-sizing:content]',
          )}
        />
        {attachments !== undefined && (
          <AttachedFiles attachments={attachments} onRemoved={() => box.current?.focus()} />
        )}
        <div
          className={cn('flex items-center', size === 'large' ? 'flex-wrap gap-x-2 gap-y-1.5 p-2.5 pl-3' : 'gap-2 p-2')}
        >
          {attachments !== undefined && onStop === undefined && <AttachButton attachments={attachments} />}
          {choices}
          {onStop !== undefined ? (
            <Button size={size === 'large' ? 'md' : 'sm'} className="ml-auto" onClick={onStop} disabled={isStopping}>
              <Square className="size-3 fill-current" />
              {t(isStopping ? 'stopping' : 'stop')}
            </Button>
          ) : size === 'large' ? (
            <Button type="submit" variant="primary" className="ml-auto" disabled={isSending || isReading || tooLong}>
              {isSending ? t('starting') : does}
              <ArrowUp />
            </Button>
          ) : (
            <Tooltip label={does} side="top">
              <Button
                type="submit"
                variant="primary"
                size="icon-sm"
                disabled={isSending || isReading || tooLong}
                aria-label={does}
              >
                <ArrowUp />
              </Button>
            </Tooltip>
          )}
        </div>
      </div>
      <p
        id={`${id}-note`}
        role={note === null ? undefined : 'alert'}
        className={cn(
          'min-h-4 px-1 text-xs leading-4',
          note === null ? 'text-muted-foreground' : 'text-failed',
          size === 'small' && note === null && 'hidden',
        )}
      >
        {note ?? (
          // Whoever types on glass has no such keys.
          <span className="max-sm:hidden">{t.rich('keys', { kbd: asKey })}</span>
        )}
      </p>
    </form>
  )
}

const asKey = (chunks: ReactNode): ReactNode => <kbd className="font-sans">{chunks}</kbd>
