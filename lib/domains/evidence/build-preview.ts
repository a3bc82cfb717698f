import { buildApp, type AppBuild } from '../../app-runtime/build-app.ts'
import type { Runtime } from '../../app-runtime/open-runtime.ts'
import { openPreviewRuntime } from './preview/runtime.ts'
import { createResolver } from './syntax/resolve.ts'

/** What previews run on, with the packages that a project may have. @param home DEVORA_HOME */
export const previewRuntimeOf = (home: string): (() => Promise<Runtime>) => openPreviewRuntime(home)

/** Bundles the files of a version as the check `preview` does. @param env what the browser may know, too */
export function buildPreview(
  files: ReadonlyMap<string, Uint8Array>,
  runtime: Runtime,
  env: Readonly<Record<string, string>>,
): Promise<AppBuild> {
  const text = (path: string): string | undefined => {
    const bytes = files.get(path)
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
  }
  const resolve = createResolver({ files, text } as Parameters<typeof createResolver>[0])
  return buildApp({ files: { contents: files, resolve }, runtime, env })
}
