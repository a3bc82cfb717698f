import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfBuild } from './build.mjs'
import { step } from './progress.mjs'
import { hashOf, root } from './project.mjs'

/**
 * What runs outside of Next, put together into one folder of plain JavaScript. From the sources a worker takes two
 * seconds of a processor until it serves (tsx translates 500 files), and its checking process half a one.
 */

/** Name in the bundle → where it starts. What a file names by its own address must be here too. */
const ENTRIES = {
  web: 'scripts/web.mjs',
  worker: 'scripts/worker.ts',
  verify: 'scripts/verify.ts',
  'analysis-child': 'lib/domains/evidence/syntax/analysis-child.ts',
  'parse-worker': 'lib/domains/evidence/sql/parse-worker.ts',
  'bundle-child': 'lib/domains/evidence/preview/bundle-child.ts',
}
/** Started where nothing else of ours is: one file that holds all it needs. */
const ALONE = {
  'app-host': 'lib/app-runtime/app-host.ts',
  'chromium-driver': 'lib/domains/evidence/behaviour/chromium/chromium-driver.ts',
}
export const SOURCES = ['lib', 'blueprints', 'messages', 'scripts']
const NO_SOURCES = ['bench']
const OTHERS = ['package-lock.json', 'tsconfig.json']
const MARK = 'devora-build'
/** Bundles of other sources that stay: processes that were started from them start others of theirs. */
const KEPT = 3

const output = join(root, '.bundle')

/** A thread or process that is started by the address of its source is, in the bundle, the entry of that name. */
const addresses = {
  name: 'addresses',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return undefined
      const contents = text.replace(
        /(new URL\('\.\/)([^']+)\.ts(', import\.meta\.url\))/g,
        (_all, before, to, after) => {
          if (!(to in ENTRIES) && !(to in ALONE))
            throw new Error(`${path} names ${to}.ts, which is no entry of the bundle`)
          return `${before}${to}.js${after}`
        },
      )
      return { contents, loader: 'ts' }
    })
  },
}

const folderOf = (hash) => join(output, hash.slice(0, 16))
const markOf = (folder) => join(folder, MARK)
const isWhole = (folder) =>
  existsSync(markOf(folder)) && readFileSync(markOf(folder), 'utf8').trim() === hashOfBuild(folder)

/** Not what others are about to make: their drafts carry the number of a process. */
function removeOld() {
  const names = readdirSync(output).filter((name) => !name.includes('.'))
  const folders = names.map((name) => join(output, name))
  const byAge = folders.map((path) => ({ path, at: statSync(path).mtimeMs })).toSorted((a, b) => b.at - a.at)
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true })
}

async function bundle(folder) {
  const { build } = await import('esbuild')
  // Made aside and moved there when it is whole: others may be about to do the same.
  const draft = `${folder}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const common = {
    absWorkingDir: root,
    outdir: draft,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    packages: 'external',
    logLevel: 'silent',
  }
  const pointsOf = (entries) => Object.entries(entries).map(([out, path]) => ({ in: path, out }))
  await build({ ...common, entryPoints: pointsOf(ALONE) })
  await build({
    ...common,
    entryPoints: pointsOf(ENTRIES),
    splitting: true,
    // Names are told in logs and to the run engine, and errors at the line of the source.
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    plugins: [addresses],
  })
  writeFileSync(markOf(draft), `${hashOfBuild(draft)}\n`)
  try {
    // Another may have been faster: what is whole is not taken away from under whoever runs on it.
    if (!isWhole(folder)) {
      rmSync(folder, { recursive: true, force: true })
      renameSync(draft, folder)
    }
  } catch (error) {
    if (!isWhole(folder)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  removeOld()
}

/**
 * Makes the bundle of these sources when it is not there, or was damaged. Processes are started from it with
 * `bundleArgs`.
 * @returns {Promise<string>} its folder
 */
export async function ensureBundle() {
  const folder = folderOf(hashOf([...SOURCES, ...OTHERS], NO_SOURCES))
  if (!isWhole(folder)) await step('Bundling what runs outside of Next', () => bundle(folder))
  return folder
}

/**
 * Arguments for Node: an entry of the bundle. The worker's errors are told at the lines of the sources. Not the web
 * server's: Node reads the maps of everything that is loaded, and Next's are 280 MB, two seconds at every start.
 */
export const bundleArgs = (folder, entry) => [
  ...(entry === 'web' ? [] : ['--enable-source-maps']),
  join(folder, `${entry}.js`),
]
