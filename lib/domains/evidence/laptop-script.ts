import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { ALLOWED_PACKAGES } from './packages.ts'

/*
 * `scripts/local-supabase.mjs` of a downloaded project: the local Supabase in one file that can be read. It is the same
 * for every project of one Devora, is made of its sources when it is first asked for, and belongs to no version: an
 * archive brings it where the project's own package.json starts it (decision 029).
 */

export const LAPTOP_SCRIPT = 'scripts/local-supabase.mjs'

/** The working directory of every process of ours is the repository; put together so that no bundler looks into it. */
const ENTRY = ['scripts', 'local-supabase.ts']
/**
 * What packages leave in their sources for their documentation's sake. Without it the file holds to the same rules as
 * every other script of a project, so that no check has to look away.
 */
const LEFT_OVER: readonly [file: RegExp, text: string][] = [
  [/ws\/lib\/(?:sender|stream|websocket-server)\.js$/, "const { Duplex } = require('stream');"],
  [/ws\/lib\/stream\.js$/, "const WebSocket = require('./websocket');"],
  [/ws\/lib\/websocket\.js$/, "const { Duplex, Readable } = require('stream');"],
  [/@noble\/hashes\/hmac\.js$/, 'to = to;'],
]

const ABOUT = (pglite: string): string => `\
A local Supabase for this project: what \`npm run dev\` starts when no Supabase is named in \`.env\` or \`.env.local\`.

It speaks what @supabase/supabase-js speaks, over PGlite (Postgres as WebAssembly, @electric-sql/pglite ${pglite}), on
this machine alone. Its data are in \`.supabase/\`, which git ignores; \`npm run db:reset\` removes them.

  node scripts/local-supabase.mjs next dev    the local Supabase, and a command beside it
  node scripts/local-supabase.mjs             the local Supabase alone
  node scripts/local-supabase.mjs reset       removes its data

How to leave it: set NEXT_PUBLIC_SUPABASE_URL and NEXT_PUBLIC_SUPABASE_ANON_KEY in \`.env\` to use a project at
Supabase; \`npm run dev\` then starts Next.js only. To be rid of this file, write "dev": "next dev" in package.json,
take "db:reset" and @electric-sql/pglite out of it, and delete the file.

Put together by Devora from its own sources (esbuild, nothing renamed): yours to use, change and pass on, like the rest
of this project. It holds parts of these packages, under their licences:
`

let made: Promise<Uint8Array> | null = null

/** The script's bytes. @throws what esbuild finds wrong with our own sources */
export function laptopScript(): Promise<Uint8Array> {
  made ??= build().catch((error: unknown) => {
    made = null
    throw error
  })
  return made
}

async function build(): Promise<Uint8Array> {
  const esbuild = await import('esbuild')
  const root = process.cwd()
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(...ENTRY)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    charset: 'utf8',
    // What `ws` uses where it is there, and does without, stays outside too.
    external: ['@electric-sql/*', 'bufferutil', 'utf-8-validate'],
    alias: { ws: join(root, 'node_modules', 'ws', 'index.js') },
    plugins: [tidy],
    preserveSymlinks: true,
    legalComments: 'none',
    logLevel: 'silent',
  })
  const packages = [...new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []))].sort()
  const notices = await Promise.all(packages.map((name) => noticeOf(join(root, 'node_modules', name), name)))
  const about = ABOUT(ALLOWED_PACKAGES.get('@electric-sql/pglite')?.version ?? '') + notices.join('')
  const lines = about
    .trimEnd()
    .split('\n')
    .map((line) => ` * ${line}`.trimEnd())
  // What packages of the older kind ask for by `require`.
  const require = `import { createRequire } from 'node:module'\n\nconst require = createRequire(import.meta.url)\n`
  return new TextEncoder().encode(`/*\n${lines.join('\n')}\n */\n\n${require}\n${outputFiles[0]?.text ?? ''}`)
}

const tidy: Plugin = {
  name: 'tidy',
  setup(builder) {
    builder.onLoad({ filter: /node_modules[\\/](?:ws|@noble)[\\/].*\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8')
      for (const [file, text] of LEFT_OVER) {
        if (!file.test(path.replaceAll('\\', '/'))) continue
        if (!contents.includes(text)) throw new Error(`${path} no longer holds "${text}"`)
        contents = contents.replace(text, '')
      }
      return { contents, loader: 'js' }
    })
  },
}

const packageOf = (path: string): string | undefined => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]

/** A package's name, version and licence, word for word. */
async function noticeOf(folder: string, name: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string
    license: string
  }
  const file = (await readdir(folder)).find((each) => /^licen[cs]e(?:\.|$)/i.test(each))
  if (file === undefined) throw new Error(`${name} comes without the text of its licence.`)
  const licence = await readFile(join(folder, file), 'utf8')
  const text = licence.replaceAll('*/', '* /').trim()
  return `\n${name} ${manifest.version} (${manifest.license})\n\n${text.replace(/^/gm, '  ')}\n`
}

type PackageJson = { scripts?: Record<string, unknown> }

/** Whether a project's package.json starts the script. */
export function startsLaptopScript(packageJson: string | undefined): boolean {
  try {
    const { scripts } = JSON.parse(packageJson ?? '') as PackageJson
    return Object.values(scripts ?? {}).some(
      (command) => typeof command === 'string' && command.includes(LAPTOP_SCRIPT),
    )
  } catch {
    return false
  }
}
