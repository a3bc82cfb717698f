import type { AppParts, Dump, OpenTab, StartDatabase } from '@/lib/app-runtime/tab/frame-link'
import { connectFrame, type Listeners, newNonce, type PreviewFrame } from '@/lib/app-runtime/tab/host'
import type { Preview } from '@/lib/domains/preview/contract'
import type { PreviewEvent } from './preview-state'

type Built = NonNullable<Preview['app']>

/** Fetched once; the browser keeps them under addresses that never change. @throws Error when the server has none */
async function fetchAsset(preview: Preview, name: string): Promise<Response> {
  const answer = await fetch(`${preview.assets}/${name}`)
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return answer
}
const textOf = async (preview: Preview, name: string): Promise<string> => (await fetchAsset(preview, name)).text()
const bytesOf = async (preview: Preview, name: string): Promise<ArrayBuffer> =>
  (await fetchAsset(preview, name)).arrayBuffer()

function fromBase64(base64: string): ArrayBuffer {
  const binary = atob(base64)
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer
}

/** An application as its frame takes it. */
export async function partsOf(preview: Preview, app: Built): Promise<AppParts> {
  const scripts = (list: Built['server']): Promise<{ name: string; code: string }[]> =>
    Promise.all(
      list.map(async ({ name, code }) => ({
        name: `${name}.js`,
        code: code ?? (await textOf(preview, `${name}.js`)),
      })),
    )
  const [server, client] = await Promise.all([scripts(app.server), scripts(app.client)])
  const files = Object.fromEntries(
    app.files.map(({ path, type, base64 }) => [path, { type, bytes: fromBase64(base64) }]),
  )
  return { server, client, css: app.css, files, env: app.env }
}

async function databaseOf(preview: Preview, dump: Dump | null): Promise<StartDatabase | null> {
  if (preview.kind === 'site') return null
  const [snapshot, ...assets] = await Promise.all([
    dump?.snapshot ?? bytesOf(preview, 'snapshot'),
    ...preview.database.map(async (name) => [name, await bytesOf(preview, name)] as const),
  ])
  const { secret, siteUrl, supabaseUrl: url, extensions, sql } = preview
  const data = dump === null ? { files: sql, objects: [] } : { files: [], objects: dump.objects }
  return { assets: Object.fromEntries(assets), snapshot, extensions, ...data, secret, siteUrl, url }
}

async function tabOf(preview: Preview, app: Built, dump: Dump | null): Promise<OpenTab> {
  const read = (name: string): Promise<string> =>
    preview.kind === 'site' ? Promise.resolve('') : textOf(preview, name)
  const [parts, appWorker, databaseWorker, page, database] = await Promise.all([
    partsOf(preview, app),
    read('app-worker.js'),
    read('database-worker.js'),
    textOf(preview, 'page.js'),
    databaseOf(preview, dump),
  ])
  const { siteUrl, supabaseUrl } = preview
  return { scripts: { appWorker, databaseWorker, page }, app: parts, database, siteUrl, supabaseUrl }
}

const load = (frame: HTMLIFrameElement, address: string): Promise<void> =>
  new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true })
    frame.src = address
  })

/**
 * Starts an application in a frame, with nobody in it yet. Tells how far it is.
 * @param dump what another copy of the same held; null: from its migrations and its seed
 * @returns null when a migration is refused, which is told
 */
export async function openSession(
  frame: HTMLIFrameElement,
  preview: Preview,
  app: Built,
  dump: Dump | null,
  tell: (event: PreviewEvent) => void,
): Promise<PreviewFrame | null> {
  const nonce = newNonce()
  const [tab] = await Promise.all([
    tabOf(preview, app, dump),
    load(frame, `${preview.assets}/frame.html?${nonce}#${nonce}`),
  ])
  const listeners: Listeners = {
    stage: (value) => tell({ type: 'stage', value }),
    place: (value) => tell({ type: 'place', value }),
    printed: (value) => tell({ type: 'printed', value }),
    seen: (value) => tell({ type: 'seen', value }),
    mail: (value) => tell({ type: 'mail', value }),
    leaves: (value) => tell({ type: 'leaves', value }),
    changed: (value) => tell({ type: 'changed', value }),
    stuck: (value) => tell({ type: 'stuck', value }),
  }
  const session = await connectFrame(frame, nonce, listeners)
  const { assets = {}, snapshot } = tab.database ?? {}
  const bytes = [...Object.values(assets), ...(snapshot === undefined ? [] : [snapshot])]
  const { problem } = await session.ask('open', tab, bytes)
  if (problem === null) return session
  const { file, line, message } = problem
  tell({ type: 'sql', problem: { file, message, ...(line !== null && { line }) } })
  return null
}
