'use client'

import { useEffect, useEffectEvent } from 'react'

/**
 * Ctrl or ⌘ and a letter, from anywhere on the page, in place of what the browser has it for. `isFirst`: before
 * whatever has the focus; otherwise what that has taken care of already is left alone. Null: it means nothing now.
 */
export function useShortcut(letter: string, run: (() => void) | null, { isFirst = false } = {}): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== letter || !(event.ctrlKey || event.metaKey)) return
    if (run === null || event.altKey || event.shiftKey || event.defaultPrevented) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listen, { capture: isFirst })
    return () => window.removeEventListener('keydown', listen, { capture: isFirst })
  }, [isFirst])
}
