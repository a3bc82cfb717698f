'use client'

import { useMemo, useState } from 'react'
import type { Jump } from '../../projects/code/use-editor-view'
import { firstFile, type TreeFile } from '../../projects/code/tree-rows'
import type { Shown } from './wanted-version'

/**
 * Which file is open. Something always is once there is something to open; while files stream in, the first one stays.
 * `tree`: the files of what is shown, and those that only an unsaved edit holds.
 */
export function useOpenFile(files: readonly TreeFile[] | null, shown: Shown, unsaved: readonly string[]) {
  const [chosen, setChosen] = useState<{ path: string; jump: Jump | null } | null>(null)
  const [first, setFirst] = useState<string | null>(null)
  const tree = useMemo(() => {
    if (files === null || shown.run !== null) return files
    const lost = unsaved.filter((path) => files.every((file) => file.path !== path))
    return lost.length === 0 ? files : [...files, ...lost.map((path) => ({ path, size: 0, sha256: '' }))]
  }, [files, shown.run, unsaved])
  const all = tree ?? []
  const wanted = shown.run !== null && all.some((one) => one.path === first) ? first : firstFile(all)
  if (wanted !== first && tree !== null) setFirst(wanted)
  const file = all.find((one) => one.path === chosen?.path) ?? all.find((one) => one.path === wanted) ?? null
  return {
    tree,
    file,
    jump: file !== null && file.path === chosen?.path ? chosen.jump : null,
    revealed: chosen?.path ?? null,
    open: (path: string, line: number | null) =>
      setChosen((before) => ({
        path,
        jump: line === null ? null : { line, id: (before?.jump?.id ?? 0) + 1 },
      })),
  }
}
