/**
 * A page of the App Router runs in three places that share no module: where server components render (React's
 * `react-server` build), where their result becomes HTML, and in the browser. Each is a bundle of its own
 * (https://github.com/vitejs/vite-plugin-react/tree/main/packages/plugin-rsc, "environments").
 */
export const UNIVERSES = ['rsc', 'ssr', 'client'] as const
export type Universe = (typeof UNIVERSES)[number]

/** Which of a package's `exports` counts. `workerd`: what runs on web standards, without Node's own modules. */
export const CONDITIONS: Readonly<Record<Universe, string[]>> = {
  rsc: ['react-server', 'workerd', 'worker', 'module', 'import'],
  ssr: ['workerd', 'worker', 'module', 'import'],
  client: ['browser', 'module', 'import'],
}

/** What every bundle of a preview is built like. */
export const COMMON = {
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  logLevel: 'silent',
  legalComments: 'none',
  // A worker of the browser has no AsyncLocalStorage. Its stand-in follows promises that are seen being made, which
  // those of native `await` are not.
  supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
} as const

/** Where bundles find each other: see `registry.ts`. */
export const REGISTRY = 'globalThis.__devora_preview'

/** A document of a preview has no address of its own: what its scripts take for it, `tab/page.ts` gives. */
const PAGE = '__devora_page'
export const PAGE_DEFINE: Readonly<Record<string, string>> = {
  location: `${PAGE}.location`,
  'window.location': `${PAGE}.location`,
  'document.location': `${PAGE}.location`,
  'self.location': `${PAGE}.location`,
  'globalThis.location': `${PAGE}.location`,
}
