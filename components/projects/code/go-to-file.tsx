'use client'

import dynamic from 'next/dynamic'
import { useShortcut } from '../../ui/use-shortcut'
import type { FileDialogProps } from './file-dialog'

/** Loaded when it is first opened. */
const FileDialog = dynamic(async () => (await import('./file-dialog')).FileDialog, { ssr: false })

/** Ctrl or ⌘ + K: goes to a file by some letters of its path. */
export function GoToFile(props: FileDialogProps) {
  const { isOpen, onOpenChange } = props
  // Before the editor, which may have a meaning of its own for it.
  useShortcut('k', () => onOpenChange(!isOpen), { isFirst: true })
  return isOpen ? <FileDialog {...props} /> : null
}
