import type { PageView } from '../../../spec/contract'
import type { EntityModel, ProjectModel } from '../project-model'

/** Where an action may send people: only to pages that the plan has. */

const isPageOf = (project: ProjectModel, model: EntityModel, page: ProjectModel['spec']['pages'][number]): boolean =>
  page.entity === model.entity.name || page.entity === model.entity.table

/** `/recipes/[id]` when the plan has a page that shows one row, else null. */
export function detailPath(project: ProjectModel, model: EntityModel): string | null {
  const usual = `/${model.names.slug}/[id]`
  const page =
    project.spec.pages.find((one) => one.path === usual) ??
    project.spec.pages.find((one) => one.view === 'detail' && isPageOf(project, model, one))
  // A path with another parameter than the row's own id cannot be filled in from the row.
  return page !== undefined &&
    page.path
      .split('/')
      .filter((part) => part.startsWith('['))
      .join() === '[id]'
    ? page.path
    : null
}

const LIST_VIEWS: readonly (PageView | undefined)[] = [
  'list',
  'board',
  'calendar',
  'gallery',
  'leaderboard',
  'chat',
  'dashboard',
  'report',
]

/** The page that lists the rows, or null. */
export function listPath(project: ProjectModel, model: EntityModel): string | null {
  const { pages } = project.spec
  const usual = pages.find((one) => one.path === `/${model.names.slug}`)
  const other = pages.find(
    (one) => LIST_VIEWS.includes(one.view) && isPageOf(project, model, one) && !one.path.includes('['),
  )
  return (usual ?? other)?.path ?? null
}

/** The page with the form for a new row, for the way back after signing in. */
export const newPath = (project: ProjectModel, model: EntityModel): string =>
  project.spec.pages.find((one) => one.path === `/${model.names.slug}/new`)?.path ?? listPath(project, model) ?? '/'

/** `/sign-in`, or the front page of a project that has no accounts. */
export const signInPath = (project: ProjectModel): string =>
  project.spec.pages.find((one) => one.path === '/sign-in' || one.view === 'sign-in')?.path ?? '/'

/** `/recipes/[id]` → `'/recipes/' + id` as source text. */
export function pathExpression(path: string, id: string): string {
  const [before = '', after = ''] = path.split('[id]')
  return after === '' ? `'${before}' + ${id}` : `'${before}' + ${id} + '${after}'`
}
