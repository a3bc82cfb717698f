/**
 * What a project is already: a page at the root and no package is a site of plain files, which a further prompt changes
 * as such. Pure.
 */
export const standingOf = (files: ReadonlyArray<{ path: string }>): 'fullstack' | 'site' =>
  files.some(({ path }) => path === 'index.html') && !files.some(({ path }) => path === 'package.json')
    ? 'site'
    : 'fullstack'

/** What a project is already, so far as it decides what a further prompt can ask for. */
export type Standing = {
  mode: 'fullstack' | 'site'
  /** Devora wrote tests for it, and keeps them up to date with every change whether or not a prompt says so. */
  hasTests: boolean
}
export const NOTHING_YET: Standing = { mode: 'fullstack', hasTests: false }
