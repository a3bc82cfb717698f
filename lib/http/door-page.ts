import type { Locale } from '../core/locale'

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:20vh auto;padding:0 1.5rem}',
  'h1{font-size:1.5rem;margin:0 0 .5rem}',
].join('')

/**
 * A page for when the application cannot make one: no scripts, nothing to load.
 * @param again seconds after which it is asked for again by itself
 */
export const doorPage = (locale: Locale, title: string, text: string, again?: number): string =>
  `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title} · Devora</title>` +
  `<meta name="viewport" content="width=device-width">` +
  `${again === undefined ? '' : `<meta http-equiv="refresh" content="${again}">`}<style>${STYLE}</style></head>` +
  `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`
