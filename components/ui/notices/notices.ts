import type { ExternalToast } from 'sonner'

/** A short notice: that something was done, or did not work. */
export type Notice = { kind: 'message' | 'error'; text: string; options?: ExternalToast | undefined }

type Shown = (notice: Notice) => void
let show: Shown | null = null
const waiting: Notice[] = []
const listeners = new Set<() => void>()

function tell(notice: Notice): void {
  if (show !== null) return show(notice)
  waiting.push(notice)
  for (const listener of listeners) listener()
}

/** Shows a short notice. What shows it comes with the first one, or before (`Notices`); until then it waits. */
export const toast = Object.assign(
  (text: string, options?: ExternalToast) => tell({ kind: 'message', text, options }),
  { error: (text: string, options?: ExternalToast) => tell({ kind: 'error', text, options }) },
)

/** Hears when a notice waits. @returns how to stop hearing */
export function onWaiting(listener: () => void): () => void {
  listeners.add(listener)
  if (waiting.length > 0) listener()
  return () => void listeners.delete(listener)
}

/** Shows the notices that wait, and all that come. @returns how to stop */
export function showBy(shown: Shown): () => void {
  show = shown
  for (const notice of waiting.splice(0)) shown(notice)
  return () => {
    show = null
  }
}
