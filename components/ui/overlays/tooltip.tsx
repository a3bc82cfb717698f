'use client'

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { cn } from '../cn'

const DELAY_MS = 300
const GAP_PX = 6
const MARGIN_PX = 8

type Side = 'top' | 'bottom'
type Trigger = ReactElement<{
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave?: () => void
  onPointerDown?: () => void
  onFocus?: (event: FocusEvent<HTMLElement>) => void
  onBlur?: () => void
}>

/** Puts the label above or below its control, inside of the window. */
function place(label: HTMLElement, control: HTMLElement, side: Side): void {
  const at = control.getBoundingClientRect()
  const { width, height } = label.getBoundingClientRect()
  const above = at.top - GAP_PX - height
  const below = at.bottom + GAP_PX
  const isAbove = side === 'top' ? above >= MARGIN_PX : below + height > innerHeight - MARGIN_PX
  const left = Math.min(at.left + (at.width - width) / 2, innerWidth - MARGIN_PX - width)
  label.style.left = `${Math.max(MARGIN_PX, left)}px`
  label.style.top = `${isAbove ? above : below}px`
}

type TooltipProps = { label: string; children: Trigger; side?: Side }

/**
 * A short name for a control that shows only an icon. The control keeps its own `aria-label`, which says the same, so
 * nothing here is for those who hear the page. In the top layer (`popover`), where nothing cuts it off; Radix' tooltip
 * brings 23 kB to place it.
 */
export function Tooltip({ label, children, side = 'bottom' }: TooltipProps) {
  const [shown, setShown] = useState<Pick<LabelProps, 'control' | 'delay'> | null>(null)
  const hide = useCallback(() => setShown(null), [])
  const own = children.props
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event)
          // A finger does not rest above a button before it presses it.
          if (event.pointerType !== 'touch') setShown({ control: event.currentTarget, delay: DELAY_MS })
        },
        onPointerLeave: hide,
        onPointerDown: hide,
        onFocus: (event) => {
          own.onFocus?.(event)
          if (event.currentTarget.matches(':focus-visible')) setShown({ control: event.currentTarget, delay: 0 })
        },
        onBlur: hide,
      })}
      {shown !== null && <Label {...shown} side={side} text={label} onHide={hide} />}
    </>
  )
}

type LabelProps = { control: HTMLElement; delay: number; side: Side; text: string; onHide: () => void }

function Label({ control, delay, side, text, onHide }: LabelProps) {
  const label = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      label.current?.showPopover()
      if (label.current !== null) place(label.current, control, side)
    }, delay)
    return () => clearTimeout(timer)
  }, [control, delay, side])
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => void (key === 'Escape' && onHide())
    document.addEventListener('keydown', onKey)
    document.addEventListener('scroll', onHide, { capture: true, passive: true })
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('scroll', onHide, { capture: true })
    }
  }, [onHide])
  return (
    <span
      ref={label}
      popover="manual"
      aria-hidden
      className={cn(
        'pointer-events-none inset-auto m-0 max-w-64 rounded-md bg-foreground px-2 py-1',
        'text-xs font-normal text-background motion-safe:animate-in motion-safe:fade-in-0 motion-safe:duration-100',
      )}
    >
      {text}
    </span>
  )
}
