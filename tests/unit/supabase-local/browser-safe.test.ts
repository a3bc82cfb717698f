import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { sourceTree } from '../../support/source-tree'

/** What belongs to Node alone: a real Postgres, and what a laptop's process adds. */
const NODE_ONLY = /^lib\/supabase-local\/(?:postgres\.ts|node\/)/
/**
 * In the worker of a frame without an origin there is no secure context: no Web Crypto but random bytes, and nothing of
 * Node's.
 */
const MISSING = /\b(?:Buffer|process|require|__dirname|crypto\.(?:subtle|randomUUID))\b|\bfrom 'node:/

describe('the local Supabase', () => {
  it('uses nothing that a worker of an opaque frame does not have', () => {
    const found = [...sourceTree()].flatMap(([path, source]) =>
      path.startsWith('lib/supabase-local/') && !NODE_ONLY.test(path)
        ? source
            .split('\n')
            .flatMap((line, at) => (!isComment(line) && MISSING.test(line) ? [`${path}:${at + 1}`] : []))
        : [],
    )
    expect(found).toEqual([])
  })

  it('is bundled for a browser without a word of warning', async () => {
    const { warnings, outputFiles } = await build({
      stdin: {
        contents: `export { openSupabase } from './lib/supabase-local/open.ts'
          export { openPGlite } from './lib/supabase-local/pglite.ts'
          export { webSocketTo } from './lib/supabase-local/realtime/web-socket.ts'`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
    })
    expect(warnings).toEqual([])
    expect(outputFiles[0]?.text).not.toContain('node:')
    // 162 kB when this was written.
    expect(outputFiles[0]?.contents.length).toBeLessThan(200_000)
  })
})

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line)
