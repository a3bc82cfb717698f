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
  /** Of the element in which the preview is to be seen. */
  attach: RefCallback<HTMLElement>
  /** Draws the preview; stands where nothing is ever taken away. */
  place: (preview: ReactNode) => ReactNode
}

function move(host: HTMLElement, to: Movable): void {
  if (host.isConnected && to.isConnected && to.moveBefore !== undefined) to.moveBefore(host, null)
  else to.append(host)
}

function makeHost(): HTMLElement {
  const made = document.createElement('div')
  made.className = 'flex min-h-0 min-w-0 flex-1 flex-col'
  return made
}

/**
 * @param isSeen somebody looks at the place where the preview stands. It boots a database, so it is opened then and not
 * before; opened once, it stays: its data and its people live in it
 */
export function usePreviewStage(isSeen: boolean): PreviewStage {
  const [host, setHost] = useState<HTMLElement | null>(null)
  if (isSeen && host === null) setHost(makeHost())
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
