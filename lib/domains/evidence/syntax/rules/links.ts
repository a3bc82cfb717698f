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
  const routers = routerNames(module)
  const navigation = new Set(
    module.imports
      .filter(({ specifier }) => specifier === 'next/navigation')
      .flatMap(({ names }) => names.filter(({ imported }) => NAVIGATE.has(imported)).map(({ local }) => local)),
  )
  walk(module.source.program, (node) => {
    if (node.type === 'JSXAttribute' && node.name.type === 'JSXIdentifier' && node.value) {
      const value =
        node.value.type === 'JSXExpressionContainer' ? (node.value.expression as Node) : (node.value as Node)
      const parent = node.name.name
      if (parent === 'href') links.push({ value, at: node })
      else if (parent === 'src' || parent === 'poster') links.push({ value, at: node, asset: true })
    } else if (
      node.type === 'JSXOpeningElement' &&
      node.name.type === 'JSXIdentifier' &&
      /^(?:form|Form)$/.test(node.name.name)
    ) {
      const action = node.attributes.find(
        (one) => one.type === 'JSXAttribute' && one.name.type === 'JSXIdentifier' && one.name.name === 'action',
      )
      if (action?.type === 'JSXAttribute' && action.value)
        links.push({
          value:
            action.value.type === 'JSXExpressionContainer' ? (action.value.expression as Node) : (action.value as Node),
          at: action,
        })
    } else if (node.type === 'Property' && keyOf(node) === 'href' && node.value.type !== 'Identifier')
      links.push({ value: node.value, at: node })
    else if (node.type === 'CallExpression' && node.arguments[0]) {
      const { callee } = node
      const first = node.arguments[0] as Node
      if (callee.type === 'Identifier' && navigation.has(callee.name)) links.push({ value: first, at: node })
      else if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier') {
        const method = keyOf(callee) ?? ''
        if (routers.has(callee.object.name) && ROUTER.has(method)) links.push({ value: first, at: node })
        if (callee.object.name === 'NextResponse' && method === 'redirect') {
          const inner = bare(first)
          const target =
            inner?.type === 'NewExpression' && inner.callee.type === 'Identifier' && inner.callee.name === 'URL'
              ? inner.arguments[0]
              : undefined
          if (target) links.push({ value: target as Node, at: node })
        }
      } else if (
        callee.type === 'MemberExpression' &&
        keyOf(callee) === 'assign' &&
        callee.object.type === 'MemberExpression' &&
        keyOf(callee.object) === 'location'
      )
        links.push({ value: first, at: node })
    } else if (
      node.type === 'AssignmentExpression' &&
      node.left.type === 'MemberExpression' &&
      keyOf(node.left) === 'href' &&
      nameOf(node.left.object).endsWith('location')
    )
      links.push({ value: node.right, at: node })
  })
  return links
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
