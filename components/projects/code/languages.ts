'use client'

import type { Extension } from '@codemirror/state'

/** Each language is its own chunk, fetched when the first file of that kind is opened. */
const LOADERS: Record<string, () => Promise<Extension>> = {
  ts: async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true }),
  tsx: async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true, jsx: true }),
  js: async () => (await import('@codemirror/lang-javascript')).javascript({ jsx: true }),
  css: async () => (await import('@codemirror/lang-css')).css(),
  html: async () => (await import('@codemirror/lang-html')).html(),
  json: async () => (await import('@codemirror/lang-json')).json(),
  md: async () => (await import('@codemirror/lang-markdown')).markdown(),
  sql: async () => {
    const { PostgreSQL, sql } = await import('@codemirror/lang-sql')
    return sql({ dialect: PostgreSQL })
  },
}
const ALIAS: Record<string, string> = {
  mjs: 'js',
  cjs: 'js',
  jsx: 'js',
  mts: 'ts',
  cts: 'ts',
  htm: 'html',
  svg: 'html',
}

/** Highlighting for a path; none for endings we do not know. */
export async function languageOf(path: string): Promise<Extension> {
  const ending = path.split('.').at(-1) ?? ''
  return (await LOADERS[ALIAS[ending] ?? ending]?.()) ?? []
}
