import { createRequire } from 'node:module'
import { dirname, relative } from 'node:path'

/** The folder of packages that Devora itself was installed with: every preview runs on these versions. */
export const PACKAGES = dirname(dirname(createRequire(import.meta.url).resolve('react/package.json')))

/** What a module of a package is called in the registry. */
export const moduleKey = (path: string): string => relative(PACKAGES, path).replaceAll('\\', '/')

/** `@supabase/ssr` of `@supabase/ssr/dist/module/index.js`. */
export const packageOf = (key: string): string =>
  key
    .split('/')
    .slice(0, key.startsWith('@') ? 2 : 1)
    .join('/')
