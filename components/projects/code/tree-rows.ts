/** The file tree as a flat list of visible rows. Pure. */

export type TreeFile = { path: string; size: number; sha256: string; isFresh?: boolean }
export type TreeRow = { path: string; name: string; level: number; position: number; siblings: number } & (
  | { kind: 'file'; file: TreeFile }
  | { kind: 'folder'; isOpen: boolean; isFresh: boolean }
)

type Folder = { folders: Map<string, Folder>; files: Map<string, TreeFile> }
const emptyFolder = (): Folder => ({ folders: new Map(), files: new Map() })

function nest(files: readonly TreeFile[]): Folder {
  const root = emptyFolder()
  for (const file of files) {
    const parts = file.path.split('/')
    let at = root
    for (const part of parts.slice(0, -1)) {
      const next = at.folders.get(part) ?? emptyFolder()
      at.folders.set(part, next)
      at = next
    }
    at.files.set(parts.at(-1) ?? file.path, file)
  }
  return root
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => a.localeCompare(b, 'en', { numeric: true })
const hasFresh = (folder: Folder): boolean =>
  [...folder.files.values()].some((file) => file.isFresh) || [...folder.folders.values()].some(hasFresh)

/**
 * Folders first, both by name; what is inside a closed folder is left out. Paths of folders have no slash at the end.
 */
export function treeRows(files: readonly TreeFile[], closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (folder: Folder, prefix: string, level: number): void => {
    const siblings = folder.folders.size + folder.files.size
    let position = 0
    for (const [name, inner] of [...folder.folders].sort(byName)) {
      const path = prefix + name
      const isOpen = !closed.has(path)
      rows.push({ kind: 'folder', path, name, level, position: ++position, siblings, isOpen, isFresh: hasFresh(inner) })
      if (isOpen) walk(inner, `${path}/`, level + 1)
    }
    for (const [name, file] of [...folder.files].sort(byName))
      rows.push({ kind: 'file', path: file.path, name, level, position: ++position, siblings, file })
  }
  walk(nest(files), '', 1)
  return rows
}

/** The folders around a path, outermost first: `app/a/b.ts` → `app`, `app/a`. */
export const foldersOf = (path: string): string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'))

/** Which file to show first: the front page (of an application or a site), else the README, else the first. */
export function firstFile(files: readonly TreeFile[]): string | null {
  const paths = new Set(files.map((file) => file.path))
  return ['app/page.tsx', 'index.html', 'README.md'].find((path) => paths.has(path)) ?? files[0]?.path ?? null
}
