'use client'

import { useCallback, useRef, useState } from 'react'
import {
  IMAGE_TYPES,
  MAX_ATTACHED_BYTES,
  MAX_ATTACHMENTS,
  MAX_IMAGE_BYTES,
  MAX_TEXT_BYTES,
  TEXT_ENDINGS,
} from '@/lib/domains/generation/constants'
import type { Attachment } from '@/lib/domains/generation/contract'

/** Why a file cannot go along; `messages` has the sentence. */
export type Refusal = 'type' | 'empty' | 'textSize' | 'imageSize' | 'count' | 'allSize' | 'unreadable'

/** A file beside the prompt: one that goes with it, or one that cannot and says why. */
export type AttachedFile = {
  id: string
  name: string
  size: number
  error: Refusal | null
  attachment: Attachment | null
}

type Candidate = { name: string; type: string; size: number }

/**
 * What the browser calls a file is a guess (.ts is a video to it), so texts go by their ending. Null: neither image nor
 * text. Pure.
 */
export function mediaTypeOf({ name, type }: Pick<Candidate, 'name' | 'type'>): string | null {
  if (IMAGE_TYPES.some((one) => one === type)) return type
  const ending = name.toLowerCase().split('.').slice(1).at(-1) ?? ''
  return TEXT_ENDINGS.some((one) => one === ending) ? 'text/plain' : null
}

/** Why a file cannot go along, before it is sent; the server looks again, and at the content too. Pure. */
export function refuseFile(file: Candidate, others: ReadonlyArray<{ size: number }>): Refusal | null {
  const type = mediaTypeOf(file)
  if (type === null) return 'type'
  if (file.size === 0) return 'empty'
  if (type === 'text/plain' && file.size > MAX_TEXT_BYTES) return 'textSize'
  if (file.size > MAX_IMAGE_BYTES) return 'imageSize'
  if (others.length >= MAX_ATTACHMENTS) return 'count'
  if (others.reduce((sum, { size }) => sum + size, file.size) > MAX_ATTACHED_BYTES) return 'allSize'
  return null
}

const readBase64 = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^data:[^,]*,/, '')))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })

/** The files of the next prompt. They are read at once, so that what is sent is what was chosen. */
export function useAttachments() {
  const [files, setFiles] = useState<readonly AttachedFile[]>([])
  // Files are read while others are added: the newest list is the one to judge by.
  const latest = useRef(files)
  const [reading, setReading] = useState(0)

  const update = useCallback((change: (before: readonly AttachedFile[]) => readonly AttachedFile[]) => {
    latest.current = change(latest.current)
    setFiles(latest.current)
  }, [])

  const add = useCallback(
    async (chosen: readonly File[]) => {
      setReading((count) => count + 1)
      for (const file of chosen) {
        const id = crypto.randomUUID()
        const error = refuseFile(
          file,
          latest.current.filter((one) => one.error === null),
        )
        update((before) => [...before, { id, name: file.name, size: file.size, error, attachment: null }])
        if (error !== null) continue
        const data = await readBase64(file).catch(() => null)
        const attachment = data === null ? null : { name: file.name, mediaType: mediaTypeOf(file)!, data }
        update((before) =>
          before.map((one) =>
            one.id === id ? { ...one, attachment, error: data === null ? 'unreadable' : null } : one,
          ),
        )
      }
      setReading((count) => count - 1)
    },
    [update],
  )
  const remove = useCallback((id: string) => update((before) => before.filter((one) => one.id !== id)), [update])
  const clear = useCallback(() => update(() => []), [update])

  const attachments = files.flatMap((one) => one.attachment ?? [])
  return { files, add, remove, clear, isReading: reading > 0, options: attachments.length === 0 ? {} : { attachments } }
}
export type Attachments = ReturnType<typeof useAttachments>
