/** The App Router's file conventions: which files are pages, layouts and handlers, and under which address. */

export type AppFile = { path: string; route: string }
export type AppRoutes = { pages: AppFile[]; layouts: (AppFile & { slots: string[] })[]; handlers: AppFile[] }

const FILE = /^(?:src\/)?app\/(?:(.*)\/)?(page|layout|route|default)\.(?:tsx?|jsx?|mjs)$/

/** The folder that holds `app/`: '' or 'src/'. Next takes `app` over `src/app`. */
export const appFolder = (paths: Iterable<string>): string => {
  for (const path of paths) if (path.startsWith('app/')) return 'app/'
  return 'src/app/'
}

/**
 * Route of a folder below `app/`: groups `(x)` and slots `@x` vanish; a private `_x` folder has no address (null). An
 * intercepting `(.)x` shows another page's address, so it adds none.
 */
export function routeOf(folder: string): string | null {
  const parts: string[] = []
  for (const part of folder.split('/').filter(Boolean)) {
    if (part.startsWith('_')) return null
    if (/^\(\.{1,3}\)/.test(part)) return null
    if (part.startsWith('@') || /^\(.*\)$/.test(part)) continue
    parts.push(part.replace(/^%5F/i, '_'))
  }
  return `/${parts.join('/')}`
}

/** `paths` in code-unit order; the answer keeps it. */
export function appRoutes(paths: readonly string[]): AppRoutes {
  const base = appFolder(paths)
  const out: AppRoutes = { pages: [], layouts: [], handlers: [] }
  for (const path of paths) {
    const match = FILE.exec(path)
    if (!match || !path.startsWith(base)) continue
    const folder = match[1] ?? ''
    const route = routeOf(folder)
    if (route === null) continue
    if (match[2] === 'page') out.pages.push({ path, route })
    else if (match[2] === 'route') out.handlers.push({ path, route })
    else if (match[2] === 'layout') {
      const here = `${base}${folder === '' ? '' : `${folder}/`}@`
      const slots = new Set(
        paths.filter((other) => other.startsWith(here)).map((other) => other.slice(here.length).split('/')[0] ?? ''),
      )
      slots.delete('children')
      out.layouts.push({ path, route, slots: [...slots] })
    }
  }
  return out
}
