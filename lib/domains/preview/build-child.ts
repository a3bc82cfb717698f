import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { makeSnapshot, PGLITE_FILES } from '../../app-runtime/make-snapshot.ts'
import type { Runtime } from '../../app-runtime/open-runtime.ts'
import { buildTab, pgliteFile } from '../../app-runtime/open-tab.ts'
import { readTabScript, type TabScript, tabScriptsOf } from '../../app-runtime/tab-parts.ts'
import { buildPreview, openPreviewRuntime } from '../evidence/build-preview.ts'

/*
 * The process that builds previews: the builder loads tools that Next would not bundle, and what a project makes of its
 * time and memory is not the web server's. Asked over Node's own channel by `builder.ts`.
 */

export type Question = { id: number; files: Map<string, Uint8Array>; env: Record<string, string> }
export type BuiltApp = { server: TabScript[]; client: TabScript[]; css: string }
export type Answer = {
  id: number
  /** Name of the folder of assets. */
  version?: string
  app?: BuiltApp | null
  problems?: { file?: string; line?: number; column?: number; message: string }[]
  error?: string
}

const [home = ''] = process.argv.slice(2)
const open = openPreviewRuntime(home)

type Opened = { runtime: Runtime; version: string; folder: string }
let opening: Promise<Opened> | null = null

/** Everything in it is written before its name is told, so a file that is there is whole. */
async function put(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const draft = join(folder, `.${name}.${process.pid}`)
  await writeFile(draft, content)
  await rename(draft, join(folder, name))
}

async function openAssets(): Promise<Opened> {
  const [runtime, tab, database] = await Promise.all([open(), buildTab(), readFile(pgliteFile('index.js'))])
  const version = createHash('sha256')
    .update(`${runtime.version} ${tab.hash}`)
    .update(database)
    .digest('hex')
    .slice(0, 20)
  const folder = join(home, 'preview', 'assets', version)
  await mkdir(folder, { recursive: true })
  if (await isThere(join(folder, 'complete'))) return { runtime, version, folder }
  await put(folder, 'frame.html', tab.html)
  await put(folder, 'app-worker.js', tab.appWorker)
  await put(folder, 'database-worker.js', tab.databaseWorker)
  await put(folder, 'page.js', tab.page)
  for (const name of PGLITE_FILES) await put(folder, name, await readFile(pgliteFile(name)))
  await put(folder, 'snapshot', await makeSnapshot())
  await writeFile(join(folder, 'complete'), '')
  return { runtime, version, folder }
}

const isThere = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  )

async function answer({ files, env }: Question): Promise<Omit<Answer, 'id'>> {
  opening ??= openAssets().catch((error: unknown) => {
    opening = null
    throw error
  })
  const { runtime, version, folder } = await opening
  const { bundle, problems } = await buildPreview(files, runtime, env)
  if (bundle === null) return { version, app: null, problems }
  const scripts = tabScriptsOf(bundle)
  for (const { name, code } of [...scripts.server, ...scripts.client])
    if (code === null && !(await isThere(join(folder, `${name}.js`))))
      await put(folder, `${name}.js`, await readTabScript(runtime, name))
  return { version, app: { ...scripts, css: bundle.css }, problems: [] }
}

process.on('message', (question: Question) => {
  void answer(question)
    .catch((error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((said) => process.send?.({ id: question.id, ...said } satisfies Answer))
})
process.on('disconnect', () => process.exit(0))
