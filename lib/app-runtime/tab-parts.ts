import type { AppBundle, Script } from './build-app.ts'
import type { NamedScript } from './tab/app-worker.ts'

/** A script by name, when it is the same for all projects, or with its text and its source map. */
export type TabScript = { name: string; code: string | null; map: string | null }

export const REGISTRY_SCRIPT = 'registry'

type TabScripts = {
  server: TabScript[]
  client: TabScript[]
  /** Of a plain site: what is different in its files, by path; null: it is an application. */
  site: Record<string, string> | null
}

/** The scripts of an application in the order in which they run: its server's, and its browser's. */
export function tabScriptsOf({ rsc, ssr, client, site }: AppBundle): TabScripts {
  if (site !== undefined) return { server: [], client: [], site }
  const all = (name: string, { chunks, code, map }: Script): TabScript[] => [
    ...chunks.map((chunk) => ({ name: chunk, code: null, map: null })),
    { name, code, map },
  ]
  const registry: TabScript = { name: REGISTRY_SCRIPT, code: null, map: null }
  return {
    server: [registry, ...all('app-rsc', rsc), ...all('app-ssr', ssr)],
    client: [registry, ...all('app-client', client)],
    site: null,
  }
}

/** As the worker and the pages take them. @param read the text of a script by its name */
export const namedScripts = (
  scripts: readonly Omit<TabScript, 'map'>[],
  read: (name: string) => Promise<string>,
): Promise<NamedScript[]> =>
  Promise.all(scripts.map(async ({ name, code }) => ({ name: `${name}.js`, code: code ?? (await read(name)) })))
