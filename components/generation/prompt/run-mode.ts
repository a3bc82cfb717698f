/**
 * What a project is already: a page at the root and no package is a site of plain files, which a further prompt changes
 * as such. Pure.
 */
export const standingOf = (files: ReadonlyArray<{ path: string }>): 'fullstack' | 'site' =>
  files.some(({ path }) => path === 'index.html') && !files.some(({ path }) => path === 'package.json')
    ? 'site'
    : 'fullstack'
