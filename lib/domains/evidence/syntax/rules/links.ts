import { closest, distance } from 'fastest-levenshtein'
import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare, follow, hasHole, HOLE, ID_HOLE, keyOf, textsOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'
import { type Addresses, addressesOf, mayMatch, pathOf, shapeOf } from './addresses.ts'

/** Every link of the application leads to a page, a handler or a file of it. */

const NAVIGATE = new Set(['redirect', 'permanentRedirect'])
const ROUTER = new Set(['push', 'replace', 'prefetch'])
/** An address that ends in a file name is looked for among files. */
const FILE =
  /\.(?:png|jpe?g|gif|svg|webp|avif|ico|pdf|zip|mp4|webm|mp3|wav|txt|xml|json|webmanifest|woff2?|ttf|otf|csv)$/i

const shown = (address: string): string => address.replaceAll(HOLE, '…').replaceAll(ID_HOLE, '[id]')

/** The nearest page, when one is near enough to be meant. */
function nearest(path: string, pages: readonly string[]): string | undefined {
  if (pages.length === 0) return undefined
  const best = closest(shown(path), [...pages])
  return distance(best, shown(path)) <= Math.max(2, path.length / 3) ? best : undefined
}

function answers(path: string, addresses: Addresses): boolean {
  if (addresses.files.has(path)) return true
  return [...addresses.pages, ...addresses.handlers].some((route) => mayMatch(path, route))
}

/** Names bound to `useRouter()` in this module. */
function routerNames(module: AppModule): Set<string> {
  const names = new Set<string>()
  walk(module.source.program, (node) => {
    if (node.type !== 'VariableDeclarator') return
    const init = bare(node.init)
    if (
      init?.type === 'CallExpression' &&
      init.callee.type === 'Identifier' &&
      init.callee.name === 'useRouter' &&
      node.id.type === 'Identifier'
    )
      names.add(node.id.name)
  })
  return names
}

type Link = { value: Node; at: Node; asset?: boolean }

/** Every place where the module names an address. */
function linksOf(module: AppModule): Link[] {
  const links: Link[] = []
  const names: Navigators = {
    routers: routerNames(module),
    navigation: new Set(
      module.imports
        .filter(({ specifier }) => specifier === 'next/navigation')
        .flatMap((one) => one.names.filter(({ imported }) => NAVIGATE.has(imported)).map(({ local }) => local)),
    ),
  }
  walk(module.source.program, (node) => {
    const link = linkIn(node, names)
    if (link !== null) links.push(link)
  })
  return links
}

/** Names by which a module goes elsewhere: what `useRouter()` gave it, and what it imports from `next/navigation`. */
type Navigators = { routers: ReadonlySet<string>; navigation: ReadonlySet<string> }

function linkIn(node: Node, names: Navigators): Link | null {
  switch (node.type) {
    case 'JSXAttribute':
      return attributeLink(node)
    case 'JSXOpeningElement':
      return formLink(node)
    case 'Property':
      return keyOf(node) === 'href' && node.value.type !== 'Identifier' ? { value: node.value, at: node } : null
    case 'CallExpression':
      return callLink(node, names)
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression' &&
        keyOf(node.left) === 'href' &&
        nameOf(node.left.object).endsWith('location')
        ? { value: node.right, at: node }
        : null
    default:
      return null
  }
}

const attributeValue = (value: Node): Node =>
  value.type === 'JSXExpressionContainer' ? (value.expression as Node) : value

/** `href`, and the `src` or `poster` of what is shown. */
function attributeLink(node: Node & { type: 'JSXAttribute' }): Link | null {
  if (node.name.type !== 'JSXIdentifier' || !node.value) return null
  const value = attributeValue(node.value as Node)
  const { name } = node.name
  if (name === 'href') return { value, at: node }
  return name === 'src' || name === 'poster' ? { value, at: node, asset: true } : null
}

/** The `action` of a form. */
function formLink(node: Node & { type: 'JSXOpeningElement' }): Link | null {
  if (node.name.type !== 'JSXIdentifier' || !/^(?:form|Form)$/.test(node.name.name)) return null
  const action = node.attributes.find(
    (one) => one.type === 'JSXAttribute' && one.name.type === 'JSXIdentifier' && one.name.name === 'action',
  )
  return action?.type === 'JSXAttribute' && action.value
    ? { value: attributeValue(action.value as Node), at: action }
    : null
}

/** `redirect('/x')`, `router.push('/x')`, `NextResponse.redirect(new URL('/x', …))`, `window.location.assign('/x')`. */
function callLink(node: Node & { type: 'CallExpression' }, { routers, navigation }: Navigators): Link | null {
  const { callee } = node
  const first = node.arguments[0] as Node | undefined
  if (!first) return null
  if (callee.type === 'Identifier') return navigation.has(callee.name) ? { value: first, at: node } : null
  if (callee.type !== 'MemberExpression') return null
  const method = keyOf(callee) ?? ''
  if (callee.object.type === 'Identifier') {
    if (routers.has(callee.object.name) && ROUTER.has(method)) return { value: first, at: node }
    if (callee.object.name !== 'NextResponse' || method !== 'redirect') return null
    const inner = bare(first)
    const isUrl = inner?.type === 'NewExpression' && inner.callee.type === 'Identifier' && inner.callee.name === 'URL'
    const target = isUrl ? inner.arguments[0] : undefined
    return target ? { value: target as Node, at: node } : null
  }
  return method === 'assign' && callee.object.type === 'MemberExpression' && keyOf(callee.object) === 'location'
    ? { value: first, at: node }
    : null
}

const nameOf = (node: Node): string =>
  node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (keyOf(node) ?? '') : ''

export function linkFindings(model: AppModel): Finding[] {
  const addresses = addressesOf(model)
  const findings: Finding[] = []
  for (const module of model.modules.values()) {
    for (const { value, at, asset } of linksOf(module)) {
      const followed = follow(model, module, value)
      // `href={{ pathname: '/x' }}`
      const object =
        followed?.node.type === 'ObjectExpression'
          ? followed.node.properties.find((one) => one.type === 'Property' && keyOf(one) === 'pathname')
          : undefined
      const texts = textsOf(model, module, object?.type === 'Property' ? object.value : value) ?? []
      for (const text of new Set(texts)) {
        const finding = asset
          ? assetFinding(model, module, at, text, addresses)
          : linkFinding(model, module, at, text, addresses)
        if (finding) findings.push(finding)
      }
    }
  }
  return findings
}

function linkFinding(model: AppModel, module: AppModule, at: Node, text: string, addresses: Addresses): Finding | null {
  const path = pathOf(text)
  if (
    path === undefined ||
    path === '/' + HOLE ||
    path === '/' + ID_HOLE ||
    !addresses.certain ||
    answers(path, addresses)
  )
    return null
  if (path === '/' && addresses.pages.length === 0) return null // a folder of parts, not an application
  if (FILE.test(path)) return assetFinding(model, module, at, text, addresses)
  const near = nearest(path, addresses.pages)
  return model.report(
    'contract',
    'dead-link',
    module,
    at,
    `The link to "${shown(text)}" leads to no page.`,
    near === undefined ? {} : { hint: `The nearest page is ${near}.` },
  )
}

function assetFinding(
  model: AppModel,
  module: AppModule,
  at: Node,
  text: string,
  addresses: Addresses,
): Finding | null {
  const path = pathOf(text)
  if (path === undefined || hasHole(path) || !FILE.test(path) || !addresses.certain || answers(path, addresses))
    return null
  return model.report('contract', 'missing-asset', module, at, `There is no file public${path}.`)
}

/** What `devora.json` promises and no file keeps; two files that claim the same address. */
export function routeFindings(model: AppModel): Finding[] {
  const findings: Finding[] = []
  const { pages, handlers } = model.routes
  const byRoute = new Map<string, { path: string; kind: 'page' | 'route' }[]>()
  for (const [kind, list] of [
    ['page', pages],
    ['route', handlers],
  ] as const)
    for (const { path, route } of list)
      byRoute.set(shapeOf(route), [...(byRoute.get(shapeOf(route)) ?? []), { path, kind }])
  for (const claims of byRoute.values()) {
    const inParallel = claims.some(({ path }) => /\/@/.test(path))
    const [first, second] = claims
    const module = second && model.modules.get(second.path)
    if (!first || !second || !module || inParallel) continue
    const rule = first.kind === second.kind ? 'duplicate-route' : 'route-conflict'
    findings.push(
      model.report('contract', rule, module, 0, `${second.path} and ${first.path} answer the same address.`),
    )
  }
  findings.push(...segmentFindings(model))
  return findings
}

/** Next refuses two names for the dynamic segment at one place: `/a/[id]` beside `/a/[slug]`. */
function segmentFindings(model: AppModel): Finding[] {
  const names = new Map<string, { name: string; path: string }>()
  const findings: Finding[] = []
  for (const { path, route } of [...model.routes.pages, ...model.routes.handlers]) {
    const parts = route.split('/').filter(Boolean)
    parts.forEach((part, index) => {
      if (!/^\[[^.[]/.test(part)) return
      const place = shapeOf(`/${parts.slice(0, index).join('/')}`)
      const other = names.get(place)
      const module = model.modules.get(path)
      if (!other) names.set(place, { name: part, path })
      else if (other.name !== part && module)
        findings.push(
          model.report(
            'contract',
            'route-conflict',
            module,
            0,
            `${part} here and ${other.name} in ${other.path} name the same part of the address differently.`,
          ),
        )
    })
  }
  return findings
}
