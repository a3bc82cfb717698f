'use client'

import { useState, useSyncExternalStore } from 'react'
import { keep, readKept } from '../../ui/browser-storage'
import { type Middle, middleAtFirst } from './middle'

const MIDDLE_KEY = 'devora.middle'

function remembered(): Middle | null {
  const kept = readKept(MIDDLE_KEY)
  return kept === 'code' || kept === 'preview' ? kept : null
}
/** What others choose meanwhile turns no page that is being looked at. */
const listen = () => () => undefined

type Asked = {
  /** The version that is shown; 0: there is none yet. */
  version: number
  /** Somebody has edits of this project that are not saved. */
  isEditing: boolean
}

/**
 * What stands in the middle of the studio. What somebody chose last is remembered in this browser; the server does not
 * know it and draws neither, so that nothing is shown and taken away again.
 */
export function useMiddle(asked: Asked) {
  const kept = useSyncExternalStore(listen, remembered, () => undefined)
  const [chosen, setChosen] = useState<Middle | null>(null)
  const first = middleAtFirst({ ...asked, kept })
  // From then on it stays until somebody says otherwise: a saved edit turns nothing.
  if (chosen === null && first !== null && asked.version > 0) setChosen(first)
  return {
    middle: chosen ?? first,
    choose: (middle: Middle) => {
      setChosen(middle)
      keep(MIDDLE_KEY, middle)
    },
    /** A file was opened. That says nothing about the next visit. */
    showCode: () => setChosen('code'),
  }
}
