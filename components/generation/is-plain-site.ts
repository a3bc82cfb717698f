/** A page at the root and no package: a site of plain files, which a further prompt changes as such. */
export const isPlainSite = (files: ReadonlyArray<{ path: string }>): boolean =>
  files.some(({ path }) => path === 'index.html') && !files.some(({ path }) => path === 'package.json')
