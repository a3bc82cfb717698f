import { join } from 'node:path'
import { REGISTRY_SCRIPT, type TabScript, tabScriptsOf } from '../../../app-runtime/tab-parts.ts'
import { addScript } from '../assets'
import type { PreviewProblem } from '../contract'
import { bundleVersion, prepared } from '../prepare'

/** A version as the browser takes it. */
export type Build = {
  /** Name of the folder of assets. */
  version: string
  app: {
    server: TabScript[]
    client: TabScript[]
    css: string
    /** Of a plain site: what is different in its files; null for an application. */
    site: Record<string, string> | null
    absent: readonly string[]
  } | null
  problems: PreviewProblem[]
}

/**
 * Bundles files, and puts the packages' scripts that they need among the assets.
 * @param env what the browser may know
 */
export async function buildVersion(
  home: string,
  files: ReadonlyMap<string, Uint8Array>,
  env: Readonly<Record<string, string>>,
): Promise<Build> {
  const { version, runtime } = await prepared(home)
  const { bundle, problems } = await bundleVersion(files, { folder: runtime.folder, env })
  if (bundle === null) return { version, app: null, problems }
  const scripts = tabScriptsOf(bundle)
  const from = join(runtime.folder, runtime.version)
  for (const { name, code } of [...scripts.server, ...scripts.client])
    if (code === null && name !== REGISTRY_SCRIPT) await addScript(home, version, from, `${name}.js`)
  return { version, app: { ...scripts, css: bundle.css, absent: bundle.absent }, problems: [] }
}
