'use client'

import { useEffect } from 'react'
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

/** An edit that is not saved. `baseSha256`: the bytes it began from; '' for a file that was not there. */
export type Draft = { text: string; baseSha256: string }

type Drafts = {
  /** Project → path → edit. */
  drafts: Record<string, Record<string, Draft>>
  keep: (projectId: string, path: string, draft: Draft | null) => void
}

/** Unsaved edits outlive a change of file or version and a reload: they belong to this tab. */
export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      keep: (projectId, path, draft) =>
        set(({ drafts }) => {
          const { [path]: _before, ...others } = drafts[projectId] ?? {}
          return { drafts: { ...drafts, [projectId]: draft === null ? others : { ...others, [path]: draft } } }
        }),
    }),
    // The server has none of them: they are read once the page stands in the browser.
    { name: 'devora.drafts', storage: createJSONStorage(() => sessionStorage), skipHydration: true },
  ),
)

type EditorChoices = { isWrapped: boolean; setWrapped: (isWrapped: boolean) => void }

/** How somebody likes their editor, in this browser. */
export const useEditorChoices = create<EditorChoices>()(
  persist((set) => ({ isWrapped: false, setWrapped: (isWrapped) => set({ isWrapped }) }), {
    name: 'devora.editor',
    storage: createJSONStorage(() => localStorage),
    skipHydration: true,
  }),
)

/** Reads what this browser has kept, once the page stands in it. */
export function useKeptInBrowser(): void {
  useEffect(() => {
    void useDrafts.persist.rehydrate()
    void useEditorChoices.persist.rehydrate()
  }, [])
}
