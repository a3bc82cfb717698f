'use client'

import { type ReactNode, type RefCallback, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

/*
 * A preview lives in its frame, and a frame that leaves the document loses everything in it. The panes of the studio
 * come and go with the width of the window, so the preview is drawn into an element of its own that is moved from one
 * pane to the next, and to a hidden place in between. `moveBefore` moves without reloading
 * (https://developer.mozilla.org/docs/Web/API/Element/moveBefore); a browser without it reloads the frame.
 */

type Movable = HTMLElement & { moveBefore?: (node: Node, child: Node | null) => void }

export type PreviewStage = {
  tab: 'code' | 'preview'
  setTab: (tab: 'code' | 'preview') => void
  /** Opened once, it stays: its data and its people live in it. */
  isOpened: boolean
  /** Of the element in which the preview is to be seen. */
  attach: RefCallback<HTMLElement>
  /** Draws the preview; stands where nothing is ever taken away. */
  place: (preview: ReactNode) => ReactNode
}

function move(host: HTMLElement, to: Movable): void {
  if (host.isConnected && to.isConnected && to.moveBefore !== undefined) to.moveBefore(host, null)
  else to.append(host)
}

export function usePreviewStage(): PreviewStage {
  const [tab, setTab] = useState<'code' | 'preview'>('code')
  const [isOpened, setOpened] = useState(false)
  const [host, setHost] = useState<HTMLElement | null>(null)
  const parking = useRef<HTMLDivElement>(null)
  const attach = useCallback<RefCallback<HTMLElement>>(
    (slot) => {
      if (slot === null || host === null) return
      move(host, slot)
      return () => {
        if (parking.current !== null) move(host, parking.current)
      }
    },
    [host],
  )
  return {
    tab,
    setTab(next) {
      setTab(next)
      if (next === 'code' || isOpened) return
      const made = document.createElement('div')
      made.className = 'flex min-h-0 min-w-0 flex-1 flex-col'
      setHost(made)
      setOpened(true)
    },
    isOpened,
    attach,
    place: (preview) => (
      <>
        <div ref={parking} hidden />
        {host !== null && <Placed host={host} parking={parking} preview={preview} />}
      </>
    ),
  }
}

type PlacedProps = { host: HTMLElement; parking: React.RefObject<HTMLElement | null>; preview: ReactNode }

function Placed({ host, parking, preview }: PlacedProps) {
  useLayoutEffect(() => {
    // Nowhere to be seen yet: it begins all the same.
    if (!host.isConnected) parking.current?.append(host)
    return () => host.remove()
  }, [host, parking])
  return createPortal(preview, host)
}
