import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildApp, type AppBuild } from '../../app-runtime/build-app.ts'
import { buildSite, isSite } from '../../app-runtime/build-site.ts'
import { openRuntime, type Runtime } from '../../app-runtime/open-runtime.ts'
import { ALLOWED_PACKAGES, installedManifest, nodeModules } from './packages.ts'
import { createResolver } from './syntax/resolve.ts'

/**
 * Whether the code of a project may import it while it runs. What `radix-ui` is put together of is there with it, and
 * many projects of others name the parts.
 */
export const mayRun = (name: string): boolean =>
  ALLOWED_PACKAGES.get(name)?.runtime === true ||
  (name.startsWith('@radix-ui/') && installedManifest('radix-ui')?.dependencies?.[name] !== undefined)

/**
 * What previews run on, opened when it is first asked for. The packages of a project are those that it may have.
 * @param home DEVORA_HOME
 */
export function openPreviewRuntime(home: string): () => Promise<Runtime> {
  let opening: Promise<Runtime> | null = null
  return () => {
    opening ??= placeFor(home)
      .then((folder) => openRuntime({ folder, isAllowed: mayRun }))
      .catch((error: unknown) => {
        opening = null
        throw error
      })
    return opening
  }
}

/** Beside the packages that it is made of, like the caches of other tools; where that may not be written, at home. */
async function placeFor(home: string): Promise<string> {
  const beside = join(nodeModules(), '.cache', 'devora-preview')
  try {
    await mkdir(beside, { recursive: true })
    await access(beside, constants.W_OK)
    return beside
  } catch {
    return join(home, 'preview')
  }
}

/** Bundles the files of a version, whoever opens it. @param env what the browser may know, too */
export function buildPreview(
  files: ReadonlyMap<string, Uint8Array>,
  runtime: Runtime,
  env: Readonly<Record<string, string>>,
): Promise<AppBuild> {
  const text = (path: string): string | undefined => {
    const bytes = files.get(path)
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
  }
  if (isSite(files.keys())) return buildSiteOf(files)
  return buildApp({ files: { contents: files, resolve: createResolver({ files, text }) }, runtime, env })
}

const NOTHING = { code: '', map: '', chunks: [] }

const buildSiteOf = async (files: ReadonlyMap<string, Uint8Array>): Promise<AppBuild> => ({
  bundle: { rsc: NOTHING, ssr: NOTHING, client: NOTHING, css: '', absent: [], site: await buildSite(files) },
  problems: [],
})
