import type { Told } from '../../../core/told'
import type { AppSpec, Page } from '../contract'
import { told } from './edited'

/** Which address a page may have. Pure. */

const SEGMENT = '[a-z0-9]+(?:-[a-z0-9]+)*'
/** A page of an application becomes a folder of that name; `[id]` says which row. */
const APP_PATH = new RegExp(`^/(?:(?:${SEGMENT}|\\[id\\])(?:/(?:${SEGMENT}|\\[id\\]))*)?$`)
/** A page of a plain site becomes a file of that name. */
const SITE_PATH = /^\/(?:[a-z0-9][a-z0-9-]{0,59})?$/
/** Folders that an application has for itself. */
const TAKEN = /^\/(?:api|auth|_next)(?:\/|$)/
const MAX_PATH = 80

/** A page of one row: its address says which. */
export const isOfRow = (view: Page['view']): boolean => view === 'detail' || view === 'edit'

/** How many rows the address names. */
const rowsIn = (path: string): number => path.split('[id]').length - 1

/** Why no page of an application can have this address, whatever it shows; null when one can. */
export function refuseAddress(path: string): Told | null {
  if (TAKEN.test(path)) return told('pathTaken', { path })
  if (path.length > MAX_PATH) return told('pathTooLong', { path: path.slice(0, MAX_PATH), count: MAX_PATH })
  if (!APP_PATH.test(path)) return told('pathForm', { path })
  return rowsIn(path) > 1 ? told('pathRows', { path }) : null
}

/** Why a page cannot have its address in this plan; null when it can. */
export function refusePath(spec: Pick<AppSpec, 'mode'>, { path, view }: Pick<Page, 'path' | 'view'>): Told | null {
  if (spec.mode === 'site') return SITE_PATH.test(path) ? null : told('sitePathForm', { path: path.slice(0, MAX_PATH) })
  const wrong = refuseAddress(path)
  if (wrong !== null) return wrong
  if (isOfRow(view) && rowsIn(path) === 0)
    return told('pathNeedsRow', { path, example: `${path === '/' ? '' : path}/[id]` })
  return !isOfRow(view) && rowsIn(path) > 0 ? told('pathHasRow', { path }) : null
}
