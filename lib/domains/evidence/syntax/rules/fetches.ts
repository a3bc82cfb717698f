import { closest } from 'fastest-levenshtein'
import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { follow, HOLE, ID_HOLE, keyOf, keysOf, textOf, textsOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'
import { mayMatch, pathOf } from './addresses.ts'
import { bodyReads, exportedMethods } from './handlers.ts'

/** Every `fetch` of our own addresses has a handler with that method, and what it sends is what the handler reads. */

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

type Fetch = {
  call: Node
  paths: string[]
  method: string | undefined
  sent: { keys: string[]; open: boolean } | undefined
}

/**
 * Of an address that starts with our own origin, the path; `${origin}/api/x` counts when the hole is named like one.
 */
function ownPath(module: AppModule, node: Node, text: string): string | undefined {
  if (text.startsWith('/')) return pathOf(text)
  if (!text.startsWith(HOLE)) return undefined
  const source = module.source.text.slice(node.start, node.end)
  return /origin|site_?url|app_?url|base_?url|VERCEL_URL/i.test(source) && text.slice(1).startsWith('/api/')
    ? pathOf(text.slice(1))
    : undefined
}

/** Keys of `body: JSON.stringify({...})`. */
function sentKeys(model: AppModel, module: AppModule, body: Node | undefined): Fetch['sent'] {
  const at = follow(model, module, body)
  if (at?.node.type !== 'CallExpression' || at.node.callee.type !== 'MemberExpression') return undefined
  const { callee } = at.node
  if (callee.object.type !== 'Identifier' || callee.object.name !== 'JSON' || keyOf(callee) !== 'stringify')
    return undefined
  const value = follow(model, at.module, at.node.arguments[0] as Node)
  const keys = value && keysOf(value.node)
  return keys ? { keys: [...keys.keys.keys()], open: keys.open } : undefined
}

function fetchesOf(model: AppModel, module: AppModule): Fetch[] {
  const found: Fetch[] = []
  walk(module.source.program, (node) => {
    if (node.type !== 'CallExpression' || !node.arguments[0]) return
    const { callee } = node
    const isFetch =
      (callee.type === 'Identifier' && callee.name === 'fetch') ||
      (callee.type === 'MemberExpression' &&
        keyOf(callee) === 'fetch' &&
        callee.object.type === 'Identifier' &&
        /^(?:window|globalThis|self)$/.test(callee.object.name))
    if (!isFetch) return
    const address = node.arguments[0] as Node
    const paths = (textsOf(model, module, address) ?? []).flatMap((text) => ownPath(module, address, text) ?? [])
    if (paths.length === 0) return
    const init = node.arguments[1] ? follow(model, module, node.arguments[1] as Node) : undefined
    let method: string | undefined = 'GET'
    let sent: Fetch['sent']
    if (node.arguments[1]) {
      const options = init && keysOf(init.node)
      const property = options?.keys.get('method')
      if (!options || (options.open && !property)) method = undefined
      else if (property?.type === 'Property') method = textOf(model, init.module, property.value)?.toUpperCase()
      const body = options?.keys.get('body')
      if (init && body?.type === 'Property') sent = sentKeys(model, init.module, body.value)
    }
    found.push({ call: node, paths, method, sent })
  })
  return found
}

export function fetchFindings(model: AppModel): Finding[] {
  const findings: Finding[] = []
  const { handlers, pages } = model.routes
  const routes = handlers.map(({ route }) => route)
  for (const module of model.modules.values()) {
    for (const { call, paths, method, sent } of fetchesOf(model, module)) {
      for (const path of paths) {
        const shown = path.replaceAll(HOLE, '…').replaceAll(ID_HOLE, '[id]')
        if (path === `/${HOLE}` || path === `/api/${HOLE}`) continue
        const hits = handlers.filter(({ route }) => mayMatch(path, route))
        if (hits.length === 0) {
          if (!path.startsWith('/api') && (pages.some(({ route }) => mayMatch(path, route)) || /\.\w+$/.test(path)))
            continue
          if (routes.some((route) => /^\/(?:api\/)?\[\[?\.\.\./.test(route))) continue
          const near = routes.length > 0 ? closest(shown, routes) : undefined
          findings.push(
            model.report(
              'contract',
              'missing-route',
              module,
              call,
              `No route handler answers "${shown}".`,
              near === undefined ? {} : { hint: `The nearest is ${near}.` },
            ),
          )
          continue
        }
        if (method === undefined || !METHODS.includes(method)) continue
        const exported = hits.map(({ path: file }) => exportedMethods(model, file))
        if (
          exported.some(
            (one) => one === null || one.has(method) || method === 'OPTIONS' || (method === 'HEAD' && one.has('GET')),
          )
        ) {
          const only = hits.length === 1 ? hits[0] : undefined
          if (only && sent) findings.push(...bodyFindings(model, module, call, method, only.path, sent))
          continue
        }
        const has = [...(exported[0] ?? [])].join(', ') || 'no method'
        findings.push(
          model.report(
            'contract',
            'wrong-method',
            module,
            call,
            `${hits[0]?.path} exports ${has}, but this call uses ${method}.`,
          ),
        )
      }
    }
  }
  return findings
}

function bodyFindings(
  model: AppModel,
  module: AppModule,
  call: Node,
  method: string,
  file: string,
  sent: { keys: string[]; open: boolean },
): Finding[] {
  const reads = bodyReads(model, file, method)
  if (!reads) return []
  const unread = reads.open ? [] : sent.keys.filter((key) => !reads.keys.has(key))
  const unsent = sent.open ? [] : [...reads.keys].filter((key) => !sent.keys.includes(key))
  const required = sent.open ? [] : [...reads.required].filter((key) => !sent.keys.includes(key))
  const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ')
  // What the handler does without is no fault to leave out; of what nothing is known, one key read beside another sent
  // is a misnomer.
  const misnamed = unread.length > 0 ? unsent.filter((key) => !reads.optional.has(key)) : []
  if (required.length > 0 || misnamed.length > 0) {
    const missing = required.length > 0 ? required : misnamed
    const message = `${file} reads ${quoted(missing)} from the body, but this call sends ${quoted(sent.keys) || 'nothing'}.`
    return [model.report('contract', 'body-mismatch', module, call, message)]
  }
  if (unread.length > 0 && reads.strict)
    return [
      model.report(
        'contract',
        'body-mismatch',
        module,
        call,
        `${file} refuses a body with ${quoted(unread)}: its schema is strict.`,
      ),
    ]
  if (unread.length === 0) return []
  return [
    model.report(
      'contract',
      'body-unread',
      module,
      call,
      `${file} never reads ${quoted(unread)} from the body: what it holds is lost.`,
      {
        severity: 'warning',
      },
    ),
  ]
}
