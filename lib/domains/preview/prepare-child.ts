import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeSnapshot, snapshotSql } from '../../app-runtime/make-snapshot.ts'
import { buildTab, pgliteFile, readTabScript } from '../../app-runtime/open-tab.ts'
import { PGLITE_FILES } from '../../app-runtime/pglite-files.ts'
import { FRAME_CONNECTIONS, FRAME_POLICY } from '../../app-runtime/tab/frame-policy.ts'
import { REGISTRY_SCRIPT } from '../../app-runtime/tab-parts.ts'
import { openPreviewRuntime } from '../evidence/build-preview.ts'

/*
 * The process that makes what all previews share: the packages' scripts, the frame with its workers, the database's
 * first state. A process of its own, because its tools are none that Next would bundle; it tells where everything
 * lies, and ends. What an earlier one has made is made once.
 */

/** Name of the folder of assets, and where the runtime keeps its scripts. */
export type Prepared = { version: string; runtime: { folder: string; version: string } }

const [home = ''] = process.argv.slice(2)
const [runtime, tab, database] = await Promise.all([
  openPreviewRuntime(home)(),
  buildTab(),
  readFile(pgliteFile('index.js')),
])
const registry = await readTabScript(runtime, REGISTRY_SCRIPT)
// Of everything that lies there, with what is sent beside it: browsers keep it for a year.
const version = createHash('sha256')
  .update(JSON.stringify([runtime.version, tab.hash, registry, snapshotSql(), FRAME_POLICY, FRAME_CONNECTIONS]))
  .update(database)
  .digest('hex')
  .slice(0, 20)
const assets = join(home, 'preview', 'assets')
if (!existsSync(join(assets, version, 'complete'))) await makeAssets()
process.send?.({ version, runtime: { folder: runtime.folder, version: runtime.version } } satisfies Prepared)
// Who asked may be gone.
if (process.connected) process.disconnect()

/** Everything is written aside and moved there when it is whole: others may be about to do the same. */
async function makeAssets(): Promise<void> {
  const draft = join(assets, `.${version}.${process.pid}`)
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(draft, name), content)
  await put('frame.html', tab.html)
  await put('app-worker.js', tab.appWorker)
  await put('database-worker.js', tab.databaseWorker)
  await put('page.js', tab.page)
  await put(`${REGISTRY_SCRIPT}.js`, registry)
  for (const name of PGLITE_FILES) await put(name, await readFile(pgliteFile(name)))
  await put('snapshot', await makeSnapshot())
  await put('complete', '')
  // One that is there and not complete is left over of a process that was killed.
  await rename(draft, join(assets, version)).catch(async () => {
    await rm(join(assets, version), { recursive: true, force: true })
    await rename(draft, join(assets, version))
  })
}
