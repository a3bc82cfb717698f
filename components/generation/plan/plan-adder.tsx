'use client'

import { Plus } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'

type PlanAdderProps = {
  label: string
  /** The rest of the label, for people who hear it without seeing where it stands. */
  of?: string
  className?: string
  /** The form that opens in the button's place. */
  children: (close: () => void) => ReactNode
}

/**
 * A button that turns into the form which adds something. The form gets the focus; Escape and closing give it back to
 * the button.
 */
export function PlanAdder({ label, of, className, children }: PlanAdderProps) {
  const [isOpen, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const form = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(false)
  const close = () => setOpen(false)
  useEffect(() => {
    const node = form.current
    // Closing gives the focus back, to the button that is there again by now.
    if (wasOpen.current && !isOpen) opener.current?.focus()
    wasOpen.current = isOpen
    if (!isOpen || node === null) return
    node.querySelector('input')?.focus()
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    node.addEventListener('keydown', onKeyDown)
    return () => node.removeEventListener('keydown', onKeyDown)
  }, [isOpen])
  if (isOpen) return <div ref={form}>{children(close)}</div>
  return (
    <Button
      ref={opener}
      variant="ghost"
      size="sm"
      className={cn('self-start', className)}
      onClick={() => setOpen(true)}
    >
      <Plus /> {label}
      {of !== undefined && <span className="sr-only"> {of}</span>}
    </Button>
  )
}
