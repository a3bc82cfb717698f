import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { appRoutes } from '../syntax/app-routes.ts'

/** Finds the file of the project that shows an address; undefined where there is none. */
export function fileOfPages(project: ProjectUnderCheck): (pathname: string) => string | undefined {
  const { pages } = appRoutes([...project.files.keys()].sort(byCodeUnit))
  const routes = pages.map(({ path, route }) => ({ path, parts: route.split('/').filter(Boolean) }))
  return (pathname) => {
    const parts = pathname.split('/').filter(Boolean)
    const fitting = routes.filter((one) => fits(one.parts, parts))
    // Where several do, the one that leaves least open.
    return fitting.sort((a, b) => openness(a.parts) - openness(b.parts))[0]?.path
  }
}

function fits(route: readonly string[], parts: readonly string[]): boolean {
  for (const [at, part] of route.entries()) {
    if (part.startsWith('[[...')) return true
    if (part.startsWith('[...')) return parts.length > at
    if (parts[at] === undefined || (!part.startsWith('[') && part !== parts[at])) return false
  }
  return route.length === parts.length
}

const openness = (route: readonly string[]): number =>
  route.reduce(
    (sum, part) => sum + (part.startsWith('[[') ? 100 : part.startsWith('[...') ? 10 : part.startsWith('[') ? 1 : 0),
    0,
  )
