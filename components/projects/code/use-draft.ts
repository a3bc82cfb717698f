'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FileEntry, putFile } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
import { useDrafts } from './drafts-store'
import type { TreeFile } from './tree-rows'
import { rememberContent } from './use-file-content'

type Saving = {
  projectId: string
  /** Null: what is shown cannot be edited. */
  file: TreeFile | null
  /** What is stored; null while it is on its way. */
  stored: string | null
  /** The newest version, which a save must follow. */
  currentVersion: number
  filesOf: (version: number) => Promise<readonly FileEntry[]>
  /** Asks for the project again; after it the page shows what it has become. */
  onSaved: () => Promise<void>
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

/** The edit of one file: kept until it is saved, saved as a new version, and held against what others did meanwhile. */
export function useDraft({ projectId, file, stored, currentVersion, filesOf, onSaved }: Saving) {
  const client = useQueryClient()
  const path = file?.path ?? null
  const draft = useDrafts(({ drafts }) => (path === null ? undefined : drafts[projectId]?.[path])) ?? null
  const keep = useDrafts((store) => store.keep)
  const mutationKey = ['save', projectId, path]
  const save = useMutation({
    // Of another file nothing is under way yet: a new key begins anew.
    mutationKey,
    mutationFn: async (input: { path: string; text: string }) => {
      const body = { content: input.text, baseVersion: currentVersion }
      const made = await call<typeof putFile>('PUT /projects/{id}/files/{path*}', {
        params: { id: projectId, path: input.path.split('/') },
        body,
      })
      // The page turns to the new version; what was saved is on it, so it need not be fetched.
      const entry = (await filesOf(made.number)).find((one) => one.path === input.path)
      if (entry !== undefined && entry.size === byteLength(input.text))
        rememberContent(client, entry.sha256, input.text)
      await onSaved()
      const now = useDrafts.getState().drafts[projectId]?.[input.path]
      if (now === undefined) return
      // Whoever typed on while it was saved goes on from what was saved.
      keep(projectId, input.path, now.text === input.text ? null : { ...now, baseSha256: entry?.sha256 ?? '' })
    },
    // The project has moved on: what it has become decides whether this edit can still follow it.
    onError: (error) => error instanceof ApiError && error.problem.code === 'version_conflict' && void onSaved(),
  })

  return {
    text: draft?.text ?? null,
    isUnsaved: draft !== null,
    /** Somebody else has changed the very file since this edit began. */
    isConflict: draft !== null && file !== null && draft.baseSha256 !== file.sha256 && !save.isPending,
    isSaving: save.isPending,
    error: save.error,
    edit: (text: string) => {
      if (file === null || stored === null) return
      const isSame = text === stored && (draft === null || draft.baseSha256 === file.sha256)
      keep(projectId, file.path, isSame ? null : { text, baseSha256: draft?.baseSha256 ?? file.sha256 })
    },
    save: () => {
      const isUnderWay = client.isMutating({ mutationKey, exact: true }) > 0
      if (path !== null && draft !== null && !isUnderWay) save.mutate({ path, text: draft.text })
    },
    /** Mine goes over theirs: from here on it stands on what the project has become. */
    overwrite: () => {
      if (file === null || draft === null) return
      keep(projectId, file.path, { ...draft, baseSha256: file.sha256 })
      save.mutate({ path: file.path, text: draft.text })
    },
    discard: () => {
      if (path !== null) keep(projectId, path, null)
      save.reset()
    },
  }
}
export type FileDraft = ReturnType<typeof useDraft>

/** Reads the unsaved edits of this tab, and asks before the page is left with some. Answers their paths. */
export function useUnsaved(projectId: string): readonly string[] {
  const drafts = useDrafts((store) => store.drafts[projectId])
  const paths = Object.keys(drafts ?? {})
  const hasSome = paths.length > 0
  useEffect(() => {
    if (!hasSome) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasSome])
  return paths
}
