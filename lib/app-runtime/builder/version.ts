/**
 * The way in which scripts of packages are built, as a hash of the files that decide it: what was built otherwise is
 * not used again. A constant, because a bundle of Devora does not have those files: `tests/contract/built-by.test.ts`
 * holds it.
 */
export const BUILT_BY = '64e8e7253ad3a5a6'
