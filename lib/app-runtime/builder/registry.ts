import { SSR_ENTRY } from './vinext.ts'
import { moduleKey } from './packages.ts'
import { REGISTRY } from './universe.ts'

/**
 * Where the bundles of one running preview meet: packages are built once for all projects, a project's own files on
 * every edit, and each finds the other here. Plain JavaScript, run before any of them. Whoever starts an application
 * sets `require` (Node's own modules) and `encryptionKey`.
 */
export const registrySource = (): string => `
${REGISTRY} = (() => {
  const modules = { rsc: Object.create(null), ssr: Object.create(null), client: Object.create(null) }
  const references = { ssr: Object.create(null), client: Object.create(null) }
  const app = { clientReferences: { ssr: {}, client: {} }, serverReferences: {}, routeManifest: null, entry: null }
  const missing = (what, name) => { throw new Error(what + ' "' + name + '" is not part of this preview') }
  const looked = (find) =>
    new Proxy(Object.create(null), { get: (_, id) => find(id), has: (_, id) => find(id) !== undefined })
  return {
    app,
    encryptionKey: '',
    require: (name) => missing('The module', name),
    define(universe, key, module) {
      modules[universe][key] = Object.assign(Object.create(null), { __esModule: true }, module)
    },
    refer(universe, id, module) { references[universe][id] = () => Promise.resolve(module) },
    get: (universe, key) => modules[universe][key] ?? missing('The package', key),
    serverReferences: looked((id) => app.serverReferences[id]),
    clientReferences: (universe) => looked((id) => app.clientReferences[universe][id] ?? references[universe][id]),
    loadSsr: () => Promise.resolve(modules.ssr[${JSON.stringify(moduleKey(SSR_ENTRY))}]),
  }
})()
`
