'use client'

import { ArrowUp, Square } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import {
  type ClipboardEvent,
  type DragEvent,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
  useEffect,
  useId,
  useRef,
  useEffectEvent,
  useLayoutEffect,
} from 'react'
import { MAX_PROMPT } from '@/lib/domains/generation/constants'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Tooltip } from '../../ui/overlays/tooltip'
import { AttachButton, AttachedFiles } from './prompt-attachments'
import type { Attachments } from './use-attachments'
import { Form } from '../../ui/fields/form'

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
  /** When it changes, the box has the focus. */
  focusKey?: number
}

/** Where a sentence goes in. ⌘/Ctrl + Enter sends; Enter alone makes a new line, because a good prompt has several. */
export function PromptBox(props: PromptBoxProps) {
  const { label, placeholder, value, onChange, error = null, size = 'large', choices, attachments, onStop } = props
  const t = useTranslations('prompt')
  const format = useFormatter()
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const { focusKey = 0 } = props
  useEffect(() => {
    if (focusKey > 0) box.current?.focus()
  }, [focusKey])
  // What was written before the page listened stands in the box alone.
  const takeOver = useEffectEvent(() => {
    const written = box.current?.value ?? ''
    if (written !== value) onChange(written)
  })
  useLayoutEffect(() => takeOver(), [])
  const isTooLong = value.length > MAX_PROMPT
  const send = useSend(props, box)
  const { onPaste, ...dropping } = useIncomingFiles(attachments)
  const note = isTooLong ? t('tooLong', { count: format.number(value.length), most: format.number(MAX_PROMPT) }) : error
  return (
    <Form onSubmit={send} className="flex flex-col gap-1">
      <div {...dropping} className={cn(FRAME, note !== null && 'border-failed')}>
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <textarea
          ref={box}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && send(event)}
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
          className={cn('flex items-center', size === 'large' ? 'flex-wrap gap-x-1.5 gap-y-1.5 p-2.5' : 'gap-2 p-2')}
        >
          {attachments !== undefined && onStop === undefined && <AttachButton attachments={attachments} />}
          {choices}
          <MainButton {...props} size={size} isTooLong={isTooLong} />
        </div>
      </div>
      <Note id={`${id}-note`} text={note} isSmall={size === 'small'} />
    </Form>
  )
}

const FRAME = cn(
  'flex flex-col rounded-xl border border-input bg-raised transition-colors duration-100',
  'focus-within:border-ring focus-within:ring-2 focus-within:ring-ring/25',
)

/** For the moment in which a file is read, so that nothing is sent without it. */
const isReading = ({ attachments }: PromptBoxProps): boolean => attachments?.isReading === true

function useSend(props: PromptBoxProps, box: RefObject<HTMLTextAreaElement | null>): (event: SyntheticEvent) => void {
  const { value, isSending = false, onStop, onSend } = props
  return (event) => {
    event.preventDefault()
    const prompt = value.trim()
    if (isSending || isReading(props) || onStop !== undefined || value.length > MAX_PROMPT) return
    if (prompt === '') return box.current?.focus()
    onSend(prompt)
  }
}

/** Files that are dropped on the box or pasted into it go along. */
function useIncomingFiles(attachments: Attachments | undefined) {
  function take(event: SyntheticEvent, files: FileList) {
    if (attachments === undefined || files.length === 0) return
    event.preventDefault()
    void attachments.add([...files])
  }
  return {
    onPaste: (event: ClipboardEvent) => {
      // Copied table cells bring a picture of themselves along: text is pasted as text.
      const { types, files } = event.clipboardData
      if (!(types.includes('text/plain') && types.includes('text/html'))) take(event, files)
    },
    onDrop: (event: DragEvent) => take(event, event.dataTransfer.files),
    onDragOver: (event: DragEvent) => {
      // Without this the browser opens the file instead.
      if (attachments !== undefined && event.dataTransfer.types.includes('Files')) event.preventDefault()
    },
  }
}

/** Sends, or stops the run that is going. */
function MainButton(props: PromptBoxProps & { isTooLong: boolean }) {
  const { size, action, onStop, isStopping = false, isSending = false, isTooLong } = props
  const t = useTranslations('prompt')
  const does = action ?? t('buildIt')
  const isDisabled = isSending || isReading(props) || isTooLong
  if (onStop !== undefined)
    return (
      <Button size={size === 'large' ? 'md' : 'sm'} className="ml-auto" onClick={onStop} disabled={isStopping}>
        <Square className="size-3 fill-current" />
        {t(isStopping ? 'stopping' : 'stop')}
      </Button>
    )
  if (size === 'large')
    return (
      <Button type="submit" variant="primary" className="ml-auto" disabled={isDisabled}>
        {isSending ? t('starting') : does}
        <ArrowUp />
      </Button>
    )
  return (
    <Tooltip label={does} side="top">
      <Button type="submit" variant="primary" size="icon-sm" disabled={isDisabled} aria-label={does}>
        <ArrowUp />
      </Button>
    </Tooltip>
  )
}

/** What is wrong; else, where there is room, how to send. */
function Note({ id, text, isSmall }: { id: string; text: string | null; isSmall: boolean }) {
  const t = useTranslations('prompt')
  return (
    <p
      id={id}
      role={text === null ? undefined : 'alert'}
      className={cn(
        'min-h-4 px-1 text-xs leading-4',
        text === null ? 'text-muted-foreground' : 'text-failed',
        isSmall && text === null && 'hidden',
      )}
    >
      {text ?? (
        // Whoever types on glass has no such keys.
        <span className="max-sm:hidden">{t.rich('keys', { kbd: asKey })}</span>
      )}
    </p>
  )
}

const asKey = (chunks: ReactNode): ReactNode => <kbd className="font-sans">{chunks}</kbd>
