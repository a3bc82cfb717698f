'use client'

import { cloneElement, type ComponentType, type KeyboardEvent, type ReactElement, useState } from 'react'
import type { ButtonProps } from '../button'

/** What an overlay that has just been loaded gets: its button, which it keeps from then on. It begins open. */
export type Opened = { trigger: ReactElement<ButtonProps>; isByKeyboard: boolean }
type Loaded<P> = { Overlay: ComponentType<P & Opened>; isByKeyboard: boolean }

/**
 * A button whose menu or popover is loaded when somebody is about to press it: what places such things on the page is
 * more than most pages themselves. The button stands in the server's page and works from the first click on.
 * @param load `() => import('./x-menu').then(({ XMenu }) => XMenu)`
 */
export function onDemand<P extends object>(kind: 'menu' | 'dialog', load: () => Promise<ComponentType<P & Opened>>) {
  return function OnDemand({ trigger, ...rest }: P & Pick<Opened, 'trigger'>) {
    const [loaded, setLoaded] = useState<Loaded<P> | null>(null)
    if (loaded !== null)
      return <loaded.Overlay {...(rest as unknown as P)} trigger={trigger} isByKeyboard={loaded.isByKeyboard} />
    const own = trigger.props
    const ahead = (): void => void load().catch(() => undefined)
    const open = (isByKeyboard: boolean): void =>
      void load().then(
        (Overlay) => setLoaded({ Overlay, isByKeyboard }),
        // Without a network nothing opens; the next click tries again.
        () => undefined,
      )
    return cloneElement(trigger, {
      'aria-haspopup': kind,
      'aria-expanded': false,
      onPointerEnter: ahead,
      onFocus: (event) => {
        own.onFocus?.(event)
        ahead()
      },
      // A click without a pointer is a key.
      onClick: (event) => open(event.detail === 0),
      onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => {
        own.onKeyDown?.(event)
        if (kind !== 'menu' || event.key !== 'ArrowDown' || event.defaultPrevented) return
        event.preventDefault()
        open(true)
      },
    })
  }
}
