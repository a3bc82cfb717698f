import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * Whether the page runs in the browser already. False on the server and in the first paint, so that both draw the same
 * where only the browser knows (theme, time zone), and so that a choice can wait until somebody listens to it.
 */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
